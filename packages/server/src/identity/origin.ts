import type { FastifyInstance, FastifyRequest } from "fastify";
import { serverError } from "../errors.js";
import { type CompleteServerOptions, isLoopback } from "../options.js";

/** Whether the page that sent a request may act with the browser's cookies. */
export function isTrustedOrigin(request: FastifyRequest, allowOrigin: string): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (allowOrigin !== "*" && origin === allowOrigin) return true;
  const own = host?.toLowerCase();
  // Without either of them, both would be undefined and seem the same.
  return own !== undefined && own !== "" && hostOf(origin) === own;
}

/** Tells whether a request names this machine by one of its names. Any other could be one that a trick made point here. */
export class OwnNames {
  readonly #names: ReadonlySet<string>;
  readonly #any: boolean;
  /** The last `Host` that was right: nearly all requests have the same. */
  #last: string | undefined;

  constructor({ ip, localHostnames, allowRemoteAccess }: CompleteServerOptions) {
    this.#names = new Set([ip, ...localHostnames].map((name) => name.toLowerCase()));
    this.#any = allowRemoteAccess;
  }

  /** @param host the `Host` header */
  has(host = ""): boolean {
    if (this.#any || host === this.#last) return true;
    const name = hostname(host);
    if (!isLoopback(name) && !this.#names.has(name)) return false;
    this.#last = host;
    return true;
  }
}

/**
 * Refuses requests that name this machine in a way only a trick would (DNS rebinding makes a foreign name point to
 * 127.0.0.1), and answers the questions browsers ask before they let a page of another origin in.
 */
export function checkHostAndOrigin(
  app: FastifyInstance,
  options: CompleteServerOptions,
  ownNames: OwnNames,
): void {
  app.addHook("onRequest", async (request, reply) => {
    if (!ownNames.has(request.headers.host)) {
      throw serverError(
        "forbidden-host",
        "This server does not answer to that name; see ServerApp.local_hostnames",
      );
    }
    if (options.allowOrigin === "") return;
    reply.header("vary", "Origin");
    const { origin } = request.headers;
    if (origin === undefined || (options.allowOrigin !== "*" && origin !== options.allowOrigin)) return;
    reply.header("access-control-allow-origin", options.allowOrigin);
    reply.header("cross-origin-resource-policy", "cross-origin");
    if (request.method !== "OPTIONS") return;
    reply.header("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    reply.header("access-control-allow-headers", "accept, authorization, content-type, x-xsrftoken");
    return reply.code(204).send();
  });
}

function hostname(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
