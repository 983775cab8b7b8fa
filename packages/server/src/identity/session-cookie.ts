import { createHmac, randomBytes } from "node:crypto";
import { parse, serialize } from "cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sameSecret } from "./token.js";

/** A login lasts so long, in seconds: 30 days, as in Jupyter. */
const lifetime = 30 * 24 * 60 * 60;

/**
 * The cookies of a browser that has logged in: a signed one that only the server can read, and the XSRF token that
 * pages of ours read to prove that a request is their own.
 */
export class SessionCookies {
  readonly #path: string;
  // A key for this process: whoever restarts the server ends all logins.
  readonly #key = randomBytes(32);

  constructor(baseUrl: string) {
    this.#path = baseUrl;
  }

  /** True where the request carries a login of this server. */
  isLoggedIn(request: FastifyRequest): boolean {
    const [issued = "", signature = ""] = (cookiesOf(request)[sessionName(request)] ?? "").split(".");
    if (!/^\d{1,12}$/.test(issued) || !sameSecret(signature, this.#sign(issued))) return false;
    return Date.now() / 1000 - Number(issued) < lifetime;
  }

  /** Gives the browser a login. */
  logIn(request: FastifyRequest, reply: FastifyReply): void {
    const issued = String(Math.floor(Date.now() / 1000));
    this.#set(reply, sessionName(request), `${issued}.${this.#sign(issued)}`, {
      httpOnly: true,
      maxAge: lifetime,
    });
  }

  /** Takes the login back. */
  logOut(request: FastifyRequest, reply: FastifyReply): void {
    this.#set(reply, sessionName(request), "", { httpOnly: true, maxAge: 0 });
  }

  /** The browser's XSRF token; one is made where it has none yet. */
  xsrfToken(request: FastifyRequest, reply: FastifyReply): string {
    const known = cookiesOf(request)._xsrf;
    if (known !== undefined && /^[\w-]{32,}$/.test(known)) return known;
    const token = randomBytes(24).toString("base64url");
    this.#set(reply, "_xsrf", token, { httpOnly: false });
    return token;
  }

  #set(
    reply: FastifyReply,
    name: string,
    value: string,
    options: { httpOnly: boolean; maxAge?: number },
  ): void {
    const cookie = serialize(name, value, { path: this.#path, sameSite: "lax", ...options });
    const others = reply.getHeader("set-cookie");
    reply.header("set-cookie", [
      ...(Array.isArray(others) ? others : others ? [String(others)] : []),
      cookie,
    ]);
  }

  #sign(issued: string): string {
    return createHmac("sha256", this.#key).update(issued).digest("base64url");
  }
}

/** True where the request repeats the XSRF token of its cookie, which a page of another site cannot read. */
export function hasXsrfToken(request: FastifyRequest, formField?: string): boolean {
  const expected = cookiesOf(request)._xsrf;
  const header = request.headers["x-xsrftoken"];
  const given = formField ?? (typeof header === "string" ? header : undefined);
  return expected !== undefined && expected !== "" && given !== undefined && sameSecret(given, expected);
}

/** Browsers share the cookies of all ports of a host, so that each server needs a name of its own. */
function sessionName(request: FastifyRequest): string {
  return `daybook-session-${request.socket.localPort ?? 0}`;
}

function cookiesOf(request: FastifyRequest): Record<string, string | undefined> {
  return parse(request.headers.cookie ?? "");
}
