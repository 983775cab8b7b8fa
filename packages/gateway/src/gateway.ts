import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { answerError, answerErrorOn } from "./http/answer.js";
import type { Connections } from "./http/connections.js";
import type { CompleteGatewayOptions } from "./options.js";
import { forward } from "./proxy/forward.js";
import { Forwarding } from "./proxy/forwarded.js";
import { refusalOf } from "./proxy/request-check.js";
import { requestHeaders } from "./proxy/request-headers.js";
import { TrustedProxies } from "./proxy/trusted-proxies.js";
import { tunnel } from "./proxy/tunnel.js";
import { upgradeRefusalOf } from "./proxy/upgrade-check.js";
import { Upstream } from "./proxy/upstream.js";
import { RouteObserver } from "./observation/route-observer.js";

/**
 * What becomes of each request.
 *
 * ```
 * request ─▶ could it mean two things? ──▶ 400
 *         ─▶ is it for the gateway? ─────▶ own endpoints
 *         ─▶ may it give an event? ─no───▶ server behind
 *                        └─yes─▶ can the log keep one? ─▶ server behind, observed
 * ```
 */
export class Gateway {
  readonly upstream: Upstream;
  readonly #connections: Connections;
  readonly #forwarding: Forwarding;
  readonly #observer: RouteObserver;

  private constructor(options: CompleteGatewayOptions, connections: Connections) {
    this.#connections = connections;
    this.upstream = new Upstream(options.upstream);
    this.#forwarding = new Forwarding(
      new TrustedProxies(options.trustedProxies),
      options.userHeader?.toLowerCase(),
    );
    this.#observer = new RouteObserver(options, this.upstream.baseUrl);
  }

  /** @throws {GatewayOptionError} for an option that is wrong */
  static async create(options: CompleteGatewayOptions, connections: Connections): Promise<Gateway> {
    return new Gateway(options, connections);
  }

  /** Answers a request, once those before it on its connection are answered. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#connections.inTurn(request, response, () => this.#answer(request, response));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const refusal = refusalOf(request);
    if (refusal === undefined) this.#forward(request, response, this.#observer.watch(request));
    else answerError(response, refusal);
  }

  #forward(
    request: IncomingMessage,
    response: ServerResponse,
    observer: ReturnType<RouteObserver["watch"]>,
  ): void {
    const plain = observer?.received !== undefined;
    const headers = requestHeaders(request, this.#forwarding, this.upstream.host, plain);
    forward({ upstream: this.upstream, request, response, headers, observer });
  }

  /** Answers a request to go on with another protocol. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#connections.stopping
      ? "stopping"
      : (refusalOf(request) ?? upgradeRefusalOf(request));
    if (refusal !== undefined) {
      answerErrorOn(socket, refusal);
      return;
    }
    const headers = requestHeaders(request, this.#forwarding, this.upstream.host, false);
    const opened = (): void => this.#connections.addTunnel(socket);
    tunnel({ upstream: this.upstream, request, socket, head, headers, opened });
  }

  /** Answers `CONNECT`: the gateway leads to one server only. */
  refuseTunnel(socket: Duplex): void {
    answerErrorOn(socket, "bad-method");
  }

  close(): void {
    this.upstream.close();
  }
}
