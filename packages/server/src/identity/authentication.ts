import type { FastifyInstance, FastifyRequest } from "fastify";
import { serverError } from "../errors.js";
import type { CompleteServerOptions } from "../options.js";
import { isTrustedOrigin } from "./origin.js";
import { hasXsrfToken, type SessionCookies } from "./session-cookie.js";
import type { SignIns } from "./sign-ins.js";
import { sameSecret, shownToken } from "./token.js";
import type { User } from "./user.js";

const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** How a request proved who sent it. */
export type Proof = "token" | "cookie";

/** Lets a request reach its route only where the route's `access` admits it. */
export function authenticate(
  app: FastifyInstance,
  options: CompleteServerOptions,
  cookies: SessionCookies,
  signIns: SignIns,
  owner: User,
): void {
  app.decorateRequest("user", undefined);
  app.addHook("onRequest", async (request, reply) => {
    const { access } = request.routeOptions.config;
    // A path without a route answers 404 to everybody.
    if (access === undefined || access === "public") return;
    const shown = shownToken(request);
    const proof = proofOf(request, shown, options.token, cookies);
    const asPage = access === "page" && isNavigation(request);
    const asLink = asPage && request.headers.authorization === undefined;
    if (shown !== undefined && proof === undefined) signIns.failed(asLink ? "link" : "token", request.raw);
    if (asPage) {
      // Also with a wrong token: a link that was kept from before a restart has one.
      if (proof === undefined) return reply.redirect(loginUrl(options.baseUrl, request));
      // The address bar, the history and the referer are no places for a token.
      if (proof === "token" && asLink) {
        signIns.succeeded("link", request.raw);
        cookies.logIn(request, reply);
        return reply.redirect(withoutToken(request));
      }
    }
    if (proof === undefined) throw serverError("forbidden");
    if (proof === "token") signIns.tokenUsed(request.raw);
    if (proof === "cookie") checkBrowser(request, options.allowOrigin);
    request.user = owner;
  });
}

function proofOf(
  request: FastifyRequest,
  shown: string | undefined,
  token: string,
  cookies: SessionCookies,
): Proof | undefined {
  // A wrong token is an answer by itself, whatever cookies the browser sent along.
  if (shown !== undefined) return sameSecret(shown, token) ? "token" : undefined;
  return cookies.isLoggedIn(request) ? "cookie" : undefined;
}

/**
 * Refuses what a page of another origin may have sent. Browsers send cookies with whatever any page asks for, so a cookie
 * alone proves nothing about the page.
 *
 * @throws {ServerError} `forbidden-origin`, `missing-xsrf`
 */
export function checkBrowser(request: FastifyRequest, allowOrigin: string): void {
  if (!isTrustedOrigin(request, allowOrigin)) {
    throw serverError("forbidden-origin", "Pages of another origin may not use the browser's login");
  }
  if (!safeMethods.includes(request.method) && !hasXsrfToken(request)) {
    throw serverError("missing-xsrf", "The X-XSRFToken header must repeat the _xsrf cookie");
  }
}

/** True for a person's browser; a program that asks for a page gets a plain answer instead of a redirect. */
function isNavigation(request: FastifyRequest): boolean {
  return request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
}

function loginUrl(baseUrl: string, request: FastifyRequest): string {
  return `${baseUrl}login?next=${encodeURIComponent(withoutToken(request))}`;
}

function withoutToken(request: FastifyRequest): string {
  const url = new URL(withoutHost(request.url), "http://daybook");
  url.searchParams.delete("token");
  // Once more, as `/..//` has become two slashes only now.
  return withoutHost(url.pathname) + url.search;
}

/** Two slashes at the start would name another host. */
function withoutHost(path: string): string {
  return path.replace(/^\/+/, "/");
}
