import type { ContentsAnswers } from "../contents/plugin.js";
import type { CheckpointsManager } from "./manager.js";
import { CheckpointsRoutes } from "./routes.js";

/** The calls on checkpoints. They lie below the paths of contents, whose one route hands them on. */
export function checkpointsAnswers(
  manager: CheckpointsManager,
  baseUrl: string,
): Pick<ContentsAnswers, "checkpoints" | "checkpoint"> {
  const routes = new CheckpointsRoutes(manager, baseUrl);
  return {
    checkpoints: {
      GET: ({ path }) => routes.list(path),
      POST: ({ path }, _request, reply) => routes.create(path, reply),
    },
    checkpoint: {
      POST: ({ path, id = "" }, _request, reply) => routes.restore(path, id, reply),
      DELETE: ({ path, id = "" }, _request, reply) => routes.delete(path, id, reply),
    },
  };
}
