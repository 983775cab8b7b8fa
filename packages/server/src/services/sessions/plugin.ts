import type { FastifyInstance } from "fastify";
import type { SessionManager } from "./manager.js";
import { SessionsRoutes } from "./routes.js";

/** Jupyter's REST API of sessions: which notebooks and consoles are open, and with which kernels. */
export function sessionsService(
  app: FastifyInstance,
  { baseUrl }: { readonly baseUrl: string },
  sessions: SessionManager,
): void {
  const routes = new SessionsRoutes(sessions, baseUrl);
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
}
