import type { FastifyInstance } from "fastify";
import type { CompleteServerOptions } from "../../options.js";
import type { KernelManager } from "../kernels/kernel-manager.js";
import { SessionManager } from "./manager.js";
import { SessionsRoutes } from "./routes.js";

/** Jupyter's REST API of sessions: which notebooks and consoles are open, and with which kernels. */
export function sessionsService(
  app: FastifyInstance,
  options: CompleteServerOptions,
  kernels: KernelManager,
): SessionManager {
  const sessions = new SessionManager({ ...options, kernels });
  const routes = new SessionsRoutes(sessions, options.baseUrl);
  const config = { access: "api", observed: true } as const;
  type ById = { Params: { id: string } };

  app.get("/api/sessions", { config }, async () => routes.list());
  app.post("/api/sessions", { config }, async (request, reply) => routes.create(request, reply));
  app.get<ById>("/api/sessions/:id", { config }, async ({ params }) => routes.get(params.id));
  app.patch<ById>("/api/sessions/:id", { config }, async (request) =>
    routes.update(request.params.id, request),
  );
  app.delete<ById>("/api/sessions/:id", { config }, async (request, reply) =>
    routes.delete(request.params.id, request, reply),
  );
  return sessions;
}
