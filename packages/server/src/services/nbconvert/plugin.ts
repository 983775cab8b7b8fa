import type { FastifyInstance } from "fastify";

/**
 * The formats that notebooks can be exported to: `/api/nbconvert`. There are none, as nbconvert is a Python program;
 * front ends then offer none, while an error would have them ask again and again.
 */
export function nbconvertService(app: FastifyInstance): void {
  app.get("/api/nbconvert", { config: { access: "api" } }, async () => ({}));
}
