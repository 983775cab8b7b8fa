import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { createEventEndpoints, type EventEndpoints } from "@daybook/server";
import { FailurePolicy } from "./failure/failure-policy.js";
import { answerError, answerErrorOn } from "./http/answer.js";
import type { Connections } from "./http/connections.js";
import { HeaderIdentity } from "./identity/header-identity.js";
import { type IdentitySource, IdentitySources } from "./identity/identity.js";
import { ServerIdentity } from "./identity/server-identity.js";
import { ObservedCall } from "./observation/observed-call.js";
import { priorStatePath } from "./observation/prior-state.js";
import { pathBelow, RouteObserver, type WatchedCall } from "./observation/route-observer.js";
import type { CompleteGatewayOptions } from "./options.js";
import { forward } from "./proxy/forward.js";
import { Forwarding } from "./proxy/forwarded.js";
import { refusalOf } from "./proxy/request-check.js";
import { requestHeaders } from "./proxy/request-headers.js";
import { ask } from "./proxy/small-request.js";
import { TrustedProxies } from "./proxy/trusted-proxies.js";
import { tunnel } from "./proxy/tunnel.js";
import { upgradeRefusalOf } from "./proxy/upgrade-check.js";
import { Upstream } from "./proxy/upstream.js";

/**
 * What becomes of each request.
 *
 * ```
 * request ─▶ could it mean two things? ──▶ 400
 *         ─▶ is it for the gateway? ─────▶ endpoints of the event log
 *         ─▶ may it give an event? ─no───▶ server behind
 *                        └─yes─▶ must it, and the log cannot? ──▶ 503
 *                                        └─no─▶ server behind, observed
 * ```
 */
export class Gateway {
  readonly upstream: Upstream;
  readonly #options: CompleteGatewayOptions;
  readonly #connections: Connections;
  readonly #forwarding: Forwarding;
  readonly #observer: RouteObserver;
  readonly #failures: FailurePolicy;
  readonly #identities: IdentitySource;
  #endpoints!: EventEndpoints;

  private constructor(options: CompleteGatewayOptions, connections: Connections) {
    const { log, userHeader, trustedProxies } = options;
    this.#options = options;
    this.#connections = connections;
    this.upstream = new Upstream(options.upstream);
    const proxies = new TrustedProxies(trustedProxies);
    const header = userHeader?.toLowerCase();
    this.#forwarding = new Forwarding(proxies, header);
    this.#observer = new RouteObserver(log, this.upstream.baseUrl);
    this.#failures = new FailurePolicy(log, options.onFailure);
    this.#identities = new IdentitySources([
      ...(header === undefined ? [] : [new HeaderIdentity(proxies, header)]),
      new ServerIdentity(this.upstream, this.#forwarding, options.identityMaxAge * 1000),
    ]);
  }

  /** @throws {GatewayOptionError} for an option that is wrong */
  static async create(options: CompleteGatewayOptions, connections: Connections): Promise<Gateway> {
    const gateway = new Gateway(options, connections);
    const { log, maxEventSize, report } = options;
    const { baseUrl } = gateway.upstream;
    const identify = (request: IncomingMessage) => gateway.#usernameOf(request);
    gateway.#endpoints = await createEventEndpoints({ log, baseUrl, maxEventSize, report, identify });
    return gateway;
  }

  /** Answers a request, once those before it on its connection are answered. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#connections.inTurn(request, response, () => this.#answer(request, response));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      answerError(response, refusal);
      return;
    }
    const path = pathBelow(this.upstream.baseUrl, request.url ?? "");
    if (path !== undefined && this.#endpoints.has(path)) {
      // Here it is us who want the body.
      if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
      this.#endpoints.answer(request, response);
      return;
    }
    const call = this.#observer.watch(request);
    if (call === undefined) this.#forward(request, response);
    else void this.#forwardObserved(request, response, call);
  }

  /** Does not reject. Nothing is waited for that is not needed, as most calls need nothing. */
  async #forwardObserved(
    request: IncomingMessage,
    response: ServerResponse,
    call: WatchedCall,
  ): Promise<void> {
    const needed = this.#failures.needed(call.schemas);
    if (needed.length > 0 && !(await this.#failures.canRecord(needed))) {
      answerError(response, "log-unavailable");
      return;
    }
    const path = priorStatePath(call);
    const asked = path === undefined ? undefined : await this.#ask(request, path);
    // The client may have gone meanwhile.
    if (response.destroyed) return;
    const { log, report } = this.#options;
    const user = call.watch.user ? this.#usernameOf(request) : undefined;
    const before = asked?.status === 200 ? asked.body : undefined;
    this.#forward(request, response, new ObservedCall(call, { log, report, user, before }));
  }

  #forward(request: IncomingMessage, response: ServerResponse, observer?: ObservedCall): void {
    const plain = observer?.received !== undefined;
    const headers = requestHeaders(request, this.#forwarding, this.upstream.host, plain);
    forward({ upstream: this.upstream, request, response, headers, observer });
  }

  #ask(request: IncomingMessage, path: string) {
    return ask(this.upstream, this.#forwarding, request, this.upstream.baseUrl + path);
  }

  async #usernameOf(request: IncomingMessage): Promise<string | undefined> {
    return (await this.#identities.identify(request))?.username;
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

  async close(): Promise<void> {
    this.upstream.close();
    await this.#endpoints.close();
  }
}
