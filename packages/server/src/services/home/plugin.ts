import { handlerName } from "@daybook/eventlog";
import type { FastifyInstance } from "fastify";
import type { SessionCookies } from "../../identity/session-cookie.js";
import type { CompleteServerOptions } from "../../options.js";
import { homePage } from "../../pages/home-page.js";

/** The page for a person at the base URL. */
export function homeService(
  app: FastifyInstance,
  options: CompleteServerOptions,
  cookies: SessionCookies,
): void {
  const { log, baseUrl } = options;
  app.get("/", { config: { access: "page" } }, async (request, reply) => {
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
          destinations: log.handlers.map(handlerName),
        }),
      );
  });
}
