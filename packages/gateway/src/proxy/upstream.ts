import { Agent, type ClientRequest, request as httpRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { GatewayOptionError } from "../errors.js";
import { connectReusing } from "./reused-reads.js";

/**
 * For how long a connection that nobody uses is kept, in milliseconds. Less than servers keep theirs (Node 5 seconds,
 * Tornado an hour), so that a request seldom meets one that is just being closed.
 */
const idleTime = 4000;
/** How long it may take to connect, in milliseconds. */
const connectTime = 10_000;

/** What a connection to the server behind is for. */
export type ConnectionUse = "shared" | "fresh";

/** The server behind the gateway, and the connections to it. */
export class Upstream {
  /** `http://127.0.0.1:8888`, in lower case and without a port that goes without saying. */
  readonly origin: string;
  /** What `Host` would be for a client that asks the server directly. */
  readonly host: string;
  /** What all paths of the server begin with; begins and ends with a slash. */
  readonly baseUrl: string;
  readonly #secure: boolean;
  readonly #agents: Readonly<Record<ConnectionUse, Agent>>;
  readonly #hostname: string;
  readonly #port: number;

  /**
   * @param option the option that the address is of
   * @throws {GatewayOptionError} for what is no address of a server; it does not repeat it, as it may hold a password
   */
  constructor(address: string, option = "upstream") {
    const url = readAddress(address, option);
    this.origin = url.origin;
    this.host = url.host;
    this.baseUrl = url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/`;
    this.#secure = url.protocol === "https:";
    const agent = (options: object): Agent => (this.#secure ? new TlsAgent(options) : new Agent(options));
    this.#agents = {
      shared: agent({ keepAlive: true, timeout: idleTime, maxFreeSockets: 256, scheduling: "lifo" }),
      // A WebSocket may be closed from one side and still have something to say on the other.
      fresh: agent({ keepAlive: false, allowHalfOpen: true }),
    };
    if (!this.#secure) Object.assign(this.#agents.fresh, { createConnection: connectReusing });
    this.#hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
    this.#port = url.port === "" ? (this.#secure ? 443 : 80) : Number(url.port);
  }

  /** Begins a request. @param headers as a flat list; nothing is added to them */
  request(method: string, path: string, headers: readonly string[], use: ConnectionUse): ClientRequest {
    const send = this.#secure ? tlsRequest : httpRequest;
    // Written out, as spreading an object costs as much as all else here.
    const outgoing = send({
      host: this.#hostname,
      port: this.#port,
      agent: this.#agents[use],
      method,
      path,
      headers: headers as never,
      setHost: false,
    });
    outgoing.on("socket", (socket) => {
      if (!socket.connecting) return;
      const late = setTimeout(() => outgoing.destroy(new ConnectTimeout()), connectTime);
      const done = (): void => clearTimeout(late);
      socket.once("connect", done);
      outgoing.once("close", done);
    });
    return outgoing;
  }

  /** True for the address at which the gateway itself is to listen: it would ask itself for ever. */
  isAt(ip: string, port: number): boolean {
    return port !== 0 && this.#port === port && sameMachine(this.#hostname, ip);
  }

  /** Lets go of all connections that nobody uses. */
  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

/** It took too long to connect. */
export class ConnectTimeout extends Error {
  readonly code = "ETIMEDOUT";
}

function readAddress(address: string, option: string): URL {
  const wrong = (problem: string): GatewayOptionError =>
    new GatewayOptionError(option, `${problem}; it is an address such as http://127.0.0.1:8888/`);
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw wrong("it is no URL");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw wrong("it must begin with http:// or https://");
  if (url.username !== "" || url.password !== "") throw wrong("it must not hold a user or a password");
  if (url.search !== "" || url.hash !== "")
    throw wrong("it must not hold a query: clients show their tokens themselves");
  return url;
}

function sameMachine(host: string, ip: string): boolean {
  const local = (name: string): boolean => name === "localhost" || name === "::1" || /^127\./.test(name);
  return host === ip || (local(host) && (local(ip) || ip === "0.0.0.0" || ip === "::"));
}
