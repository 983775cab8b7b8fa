import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { CompleteServerOptions } from "../options.js";

/** Where programs of this machine reach the server: `http://HOST:PORT/BASE`, with a slash at the end, without the token. */
export function ownUrl(
  app: FastifyInstance,
  { ip, port, baseUrl }: Pick<CompleteServerOptions, "ip" | "port" | "baseUrl">,
): string {
  // None where it does not listen, as in tests.
  const address = app.server.address() as AddressInfo | null;
  return `http://${hostOf(ip)}:${address?.port ?? port}${baseUrl}`;
}

/** The host as a URL of a person on this machine has it. */
function hostOf(ip: string): string {
  if (ip === "0.0.0.0" || ip === "::" || ip === "") return "127.0.0.1";
  return ip.includes(":") ? `[${ip}]` : ip;
}
