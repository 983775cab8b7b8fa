import type { FastifyInstance } from "fastify";

/**
 * Which language servers there are: none. They are run by an extension of Jupyter's own server that is written in
 * Python; the front end asks for them at its start, and does without.
 */
export function languageServerRoutes(app: FastifyInstance): void {
  app.get("/lsp/status", { config: { access: "api" } }, async () => ({
    version: 2,
    sessions: {},
    specs: {},
  }));
}
