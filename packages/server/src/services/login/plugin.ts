import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serverError } from "../../errors.js";
import { isTrustedOrigin } from "../../identity/origin.js";
import { hasXsrfToken, type SessionCookies } from "../../identity/session-cookie.js";
import type { SignIns } from "../../identity/sign-ins.js";
import { sameSecret } from "../../identity/token.js";
import type { CompleteServerOptions } from "../../options.js";
import { loginPage } from "../../pages/login-page.js";

/** The login and logout of a browser. */
export function loginService(
  app: FastifyInstance,
  options: CompleteServerOptions,
  cookies: SessionCookies,
  signIns: SignIns,
): void {
  const { baseUrl, token } = options;
  const showLogin = (request: FastifyRequest, reply: FastifyReply, failed: boolean) =>
    reply
      .code(failed ? 401 : 200)
      .type("text/html; charset=utf-8")
      .header("cache-control", "no-store")
      .send(
        loginPage({
          baseUrl,
          next: nextPath(request, baseUrl),
          xsrfToken: cookies.xsrfToken(request, reply),
          failed,
        }),
      );

  app.get("/login", { config: { access: "public" } }, async (request, reply) => {
    if (cookies.isLoggedIn(request)) return reply.redirect(nextPath(request, baseUrl));
    return showLogin(request, reply, false);
  });

  app.post("/login", { config: { access: "public" }, bodyLimit: 16 * 1024 }, async (request, reply) => {
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString() : "");
    if (!isTrustedOrigin(request, options.allowOrigin)) throw serverError("forbidden-origin");
    if (!hasXsrfToken(request, form.get("_xsrf") ?? undefined)) throw serverError("missing-xsrf");
    if (!sameSecret(form.get("password") ?? "", token)) {
      signIns.failed("form", request.raw);
      return showLogin(request, reply, true);
    }
    signIns.succeeded("form", request.raw);
    cookies.logIn(request, reply);
    return reply.redirect(nextPath(request, baseUrl), 303);
  });

  // Logging somebody out does no harm that an XSRF token would have to keep away.
  app.post("/logout", { config: { access: "public" } }, async (request, reply) => {
    if (!isTrustedOrigin(request, options.allowOrigin)) throw serverError("forbidden-origin");
    cookies.logOut(request, reply);
    return reply.redirect(`${baseUrl}login`, 303);
  });
}

/** Where to go after the login: only to a path of this server, never where a link from elsewhere points. */
function nextPath(request: FastifyRequest, baseUrl: string): string {
  const { next } = request.query as { next?: unknown };
  if (typeof next !== "string") return baseUrl;
  // Parsed as a browser would: backslashes and tabs can hide a second slash, which names another host.
  const origin = "http://daybook";
  const url = URL.canParse(next, origin) ? new URL(next, origin) : undefined;
  if (
    url === undefined ||
    url.origin !== origin ||
    !url.pathname.startsWith(baseUrl) ||
    url.pathname.startsWith("//")
  ) {
    return baseUrl;
  }
  return url.pathname + url.search;
}
