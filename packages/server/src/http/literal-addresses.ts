import type { FastifyInstance } from "fastify";
import { serverError } from "../errors.js";

/**
 * Lets a route be called by its address only as it is written. The router decodes what comes before it compares, so that
 * `/fil%65s/a.csv` would be a download too, and takes a `#` for the end of a path; but observers, the gateway and other
 * servers of Jupyter go by the address as it was sent, and to them that is no download. What they do not know has no
 * address here. Names that stand in an address, such as `*` and `:id` in a route, may be encoded in any way.
 */
export function requireLiteralAddresses(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ url, routeOptions }) => {
    // Nearly all addresses are without.
    if (!/[%#]/.test(url) || routeOptions.url === undefined) return;
    if (!isLiteral(pathOf(url), routeOptions.url)) throw serverError("no-route");
  });
}

function isLiteral(path: string, route: string): boolean {
  if (path.includes("#")) return false;
  const sent = path.split("/");
  return route.split("/").every((part, index) => /^[:*]/.test(part) || part === sent[index]);
}

/** The path of a target, without query. Clients that take us for a proxy send the whole URL. */
export function pathOf(url: string): string {
  return (url.split("?", 1)[0] as string).replace(/^https?:\/\/[^/]*/i, "");
}
