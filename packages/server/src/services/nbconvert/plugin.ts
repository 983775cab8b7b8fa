import type { FastifyInstance } from "fastify";

/**
 * The formats that notebooks can be exported to: `/api/nbconvert`. There are none, as nbconvert is a Python program, and
 * front ends then offer none. Jupyter's server without nbconvert answers 500, which is logged and shown as a fault.
 */
export function nbconvertService(app: FastifyInstance): void {
  app.get("/api/nbconvert", { config: { access: "api" } }, async () => ({}));
}
