import type { FastifyInstance } from "fastify";

/** Headers that every answer carries unless its route sets them itself. */
export const securityHeaders: Readonly<Record<string, string>> = {
  // Our own pages hold no script; nothing else may run in an answer of ours, or frame it.
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'self'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  // A token that came in the URL must not travel on to other sites.
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onSend", async (_request, reply) => {
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
  });
}
