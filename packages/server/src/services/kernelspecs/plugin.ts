import type { FastifyInstance } from "fastify";

/** The kernels that could be started: this server runs none yet, and says so in the form clients expect. */
export function kernelspecsService(app: FastifyInstance): void {
  app.get("/api/kernelspecs", { config: { access: "api" } }, async () => ({ default: "", kernelspecs: {} }));
}
