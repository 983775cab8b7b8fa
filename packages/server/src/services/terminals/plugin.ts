import type { FastifyInstance } from "fastify";
import { ownUrl } from "../../http/own-url.js";
import type { CompleteServerOptions } from "../../options.js";
import type { Activity } from "../api/activity.js";
import { RootPaths } from "../files-on-disk/paths.js";
import { TerminalManager } from "./manager.js";
import { nameOf, TerminalsRoutes } from "./routes.js";

/** Terminals: `/api/terminals`, and a WebSocket for each at `/terminals/websocket/{name}`. */
export function terminalsService(
  app: FastifyInstance,
  options: CompleteServerOptions,
  activity: Activity,
): TerminalManager {
  const { rootDir, allowHidden } = options;
  const terminals = new TerminalManager({
    ...options.terminals,
    rootDir,
    environment: () => ({ JUPYTER_SERVER_ROOT: rootDir, JUPYTER_SERVER_URL: ownUrl(app, options) }),
    noteActivity: () => activity.note(),
  });
  const routes = new TerminalsRoutes(terminals, new RootPaths(rootDir, allowHidden));
  const config = { access: "api", observed: true } as const;
  app.get("/api/terminals", { config }, () => routes.list());
  app.post("/api/terminals", { config }, (request) => routes.create(request));
  app.get("/api/terminals/:name", { config }, (request) => routes.get(request));
  app.delete("/api/terminals/:name", { config }, (request, reply) => routes.delete(request, reply));

  app.get(
    "/terminals/websocket/:name",
    {
      websocket: true,
      config: { access: "api" },
      // Whoever asks for one that is gone hears of it before the upgrade.
      preHandler: async (request) => {
        terminals.get(nameOf(request));
      },
    },
    (socket, request) => terminals.get(nameOf(request)).connect(socket),
  );
  app.addHook("onClose", () => terminals.close());
  return terminals;
}
