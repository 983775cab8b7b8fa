import type { FastifyInstance } from "fastify";

/** `POST /api/shutdown`: whoever may use the server may stop it. It is answered before the server stops. */
export function shutdownService(app: FastifyInstance, shutDown: () => void): void {
  app.post("/api/shutdown", { config: { access: "api" } }, async (_request, reply) => {
    // Requests under way are finished by any end, this one too.
    setImmediate(shutDown);
    return reply.send();
  });
}
