import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GatewayOptionError } from "./errors.js";
import { Gateway } from "./gateway.js";
import { readHubOptions } from "./hub-options.js";
import { TrustedProxies } from "./proxy/trusted-proxies.js";
import { Upstream } from "./proxy/upstream.js";
import { Connections } from "./http/connections.js";
import { completeOptions, type GatewayOptions } from "./options.js";

/** The headers of a request may take so many bytes, as many as Jupyter's server takes. */
const maxHeaderSize = 64 * 1024;
/** How long the headers of a request may take to arrive, in milliseconds. */
const headersTimeout = 30_000;
/** How long a connection without a request is kept, in milliseconds: longer than proxies in front keep theirs. */
const keepAliveTimeout = 75_000;

/** A gateway that listens. */
export interface RunningGateway {
  /** `http://HOST:PORT/BASE`, with a slash at the end: the base URL is that of the server behind. */
  readonly url: string;
  /** Takes no more requests and finishes those under way. The event log stays open. */
  close(): Promise<void>;
}

/**
 * Starts a gateway in front of a notebook server.
 *
 * @example
 * const gateway = await startGateway({ log, upstream: "http://127.0.0.1:8888/", port: 0 });
 * await fetch(`${gateway.url}api/contents`, { headers: { Authorization: "token of the server behind" } });
 * await gateway.close();
 *
 * @throws {GatewayOptionError} for an option that is wrong
 * @throws the system's error, such as `EADDRINUSE`, where it cannot listen
 */
export async function startGateway(gatewayOptions: GatewayOptions): Promise<RunningGateway> {
  const options = completeOptions(gatewayOptions);
  const { ip, port, report } = options;
  const server = createServer({
    maxHeaderSize,
    headersTimeout,
    keepAliveTimeout,
    // An upload may take any time, as long as it moves.
    requestTimeout: 0,
    connectionsCheckingInterval: 5000,
    // A check of ours does it, with an answer in the form of all others.
    requireHostHeader: false,
    noDelay: true,
  });
  // Node leaves out silently what is beyond its limit.
  server.maxHeadersCount = 0;
  const connections = new Connections(server, report);
  assertGatewayOptions(options);
  const gateway = await Gateway.create(options, connections);
  server.on("request", (request, response) => gateway.handle(request, response));
  server.on("checkContinue", (request, response) => gateway.handle(request, response));
  server.on("checkExpectation", (request, response) => gateway.handle(request, response));
  server.on("upgrade", (request, socket, head) => gateway.upgrade(request, socket, head));
  server.on("connect", (_request, socket) => gateway.refuseTunnel(socket));
  server.on("clientError", (error, socket) => connections.unreadable(error, socket));
  server.listen({ host: ip, port });
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `http://${hostOf(ip)}:${address.port}${gateway.upstream.baseUrl}`,
    close: async () => {
      await connections.close();
      await gateway.close();
    },
  };
}

/** @throws {GatewayOptionError} for the first option that is wrong; nothing is started */
export function assertGatewayOptions(gatewayOptions: GatewayOptions): void {
  const { upstream, trustedProxies, userHeader, hub, ip, port } = completeOptions(gatewayOptions);
  new TrustedProxies(trustedProxies);
  if (new Upstream(upstream).isAt(ip, port)) {
    throw new GatewayOptionError(
      "upstream",
      "it is the gateway's own address; choose another port for the gateway",
    );
  }
  if (hub !== undefined) readHubOptions(hub, new Upstream(upstream).baseUrl);
  if (userHeader === undefined) return;
  if (!/^[A-Za-z0-9-]+$/.test(userHeader))
    throw new GatewayOptionError("userHeader", "it is no name of a header such as X-Forwarded-User");
  if (trustedProxies.length === 0)
    throw new GatewayOptionError("userHeader", "it needs trusted_proxies: from anybody else it says nothing");
}

/** The host as a URL of a person on this machine has it. */
function hostOf(ip: string): string {
  if (ip === "0.0.0.0" || ip === "::" || ip === "") return "127.0.0.1";
  return ip.includes(":") ? `[${ip}]` : ip;
}
