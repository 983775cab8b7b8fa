import { handlerName } from "@daybook/eventlog";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SessionCookies } from "../../identity/session-cookie.js";
import type { CompleteServerOptions } from "../../options.js";
import { homePage } from "../../pages/home-page.js";

/** The page for a person: at the base URL, unless the operator sends people on from there, and at `/home`. */
export function homeService(
  app: FastifyInstance,
  options: CompleteServerOptions,
  cookies: SessionCookies,
): void {
  const { log, baseUrl, defaultUrl, lab } = options;
  const showHome = async (request: FastifyRequest, reply: FastifyReply) => {
    // Pages and clients that run on this login read the cookie and repeat it.
    cookies.xsrfToken(request, reply);
    return reply
      .type("text/html; charset=utf-8")
      .header("cache-control", "no-store")
      .send(
        homePage({
          baseUrl,
          origin: `${request.protocol}://${request.host}${baseUrl}`,
          schemas: log.describeSchemas(),
          broadcastSchemas: log.live.broadcastSchemas,
          destinations: log.handlers.map(handlerName),
          labVersion: lab?.version,
        }),
      );
  };
  const config = { access: "page" } as const;
  app.get("/home", { config }, showHome);
  if (defaultUrl === "") app.get("/", { config }, showHome);
  else
    app.get("/", { config }, async (_request, reply) =>
      reply.redirect(baseUrl + defaultUrl.replace(/^\/+/, "")),
    );
}
