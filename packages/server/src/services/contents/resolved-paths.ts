import { isAbsolute, relative, sep } from "node:path";
import type { FastifyInstance } from "fastify";
import { ServerError, serverError } from "../../errors.js";
import type { CompleteServerOptions } from "../../options.js";
import type { ContentsManager } from "./manager.js";

/**
 * `/api/resolvePath?path=..`: which file of the served folder a path of this machine is, as the traceback of an error names
 * it, so that a front end can make it a link. Of what lies outside of that folder, nothing is told.
 */
export function resolvedPathsService(
  app: FastifyInstance,
  { rootDir }: Pick<CompleteServerOptions, "rootDir">,
  contents: ContentsManager,
): void {
  app.get("/api/resolvePath", { config: { access: "api" } }, async (request) => {
    const { path } = request.query as { path?: unknown };
    if (typeof path !== "string") throw serverError("bad-request", "path must name what to look for");
    const below = (isAbsolute(path) ? relative(rootDir, path) : path).split(sep).join("/");
    try {
      await contents.locateFile(below);
      return { resolved: [{ scope: "server", path: below }] };
    } catch (error) {
      if (error instanceof ServerError && error.status < 500) return { resolved: [] };
      throw error;
    }
  });
}
