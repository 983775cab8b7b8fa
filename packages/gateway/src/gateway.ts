import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { createEventEndpoints, type EventEndpoints } from "@daybook/server";
import { type Behind, whatIsBehind } from "./behind.js";
import { FailurePolicy } from "./failure/failure-policy.js";
import {
  type KernelConnection,
  KernelConnections,
  withoutExtensions,
} from "./executions/kernel-connections.js";
import { answerError, answerErrorOn } from "./http/answer.js";
import type { Connections } from "./http/connections.js";
import { credentialsOf } from "./identity/credentials.js";
import { SignInObserver } from "./identity/sign-in-observer.js";
import { NewUploads } from "./observation/new-uploads.js";
import { ObservedCall } from "./observation/observed-call.js";
import { PostedEvents } from "./observation/posted-events.js";
import { priorStatePath } from "./observation/prior-state.js";
import { namesUser, RouteObserver, type WatchedCall } from "./observation/route-observer.js";
import { userActions } from "./observation/user-actions.js";
import type { CompleteGatewayOptions } from "./options.js";
import type { Place } from "./places/place.js";
import type { CallObserver } from "./proxy/call-observer.js";
import { forward } from "./proxy/forward.js";
import type { Joined } from "./proxy/joined.js";
import { refusalOf } from "./proxy/request-check.js";
import { requestHeaders } from "./proxy/request-headers.js";
import { ask } from "./proxy/small-request.js";
import { tunnel } from "./proxy/tunnel.js";
import { upgradeRefusalOf } from "./proxy/upgrade-check.js";
import type { Upstream } from "./proxy/upstream.js";

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
  readonly #behind: Behind;
  readonly #observer: RouteObserver;
  readonly #uploads = new NewUploads();
  readonly #failures: FailurePolicy;
  readonly #kernels: KernelConnections;
  readonly #signIns: SignInObserver;
  readonly #postedEvents: PostedEvents;
  #endpoints!: EventEndpoints;

  private constructor(options: CompleteGatewayOptions, connections: Connections) {
    const { log } = options;
    this.#options = options;
    this.#connections = connections;
    this.#behind = whatIsBehind(options);
    this.upstream = this.#behind.upstream;
    this.#observer = new RouteObserver(log, this.#behind.places);
    this.#failures = new FailurePolicy(log, options.onFailure);
    this.#signIns = new SignInObserver(options, this.#behind.servers);
    this.#postedEvents = new PostedEvents({
      ...options,
      places: this.#behind.places,
      senderOf: (request, place) => this.#behind.senders.senderOf(request, place),
    });
    this.#kernels = new KernelConnections({
      ...options,
      failures: this.#failures,
      places: this.#behind.places,
      identify: (request, place) => this.#behind.identities.identify(request, place),
      ask: async (request, path) => (await this.#ask(request, path))?.body,
    });
  }

  /** @throws {GatewayOptionError} for an option that is wrong */
  static async create(options: CompleteGatewayOptions, connections: Connections): Promise<Gateway> {
    const gateway = new Gateway(options, connections);
    const { log, maxEventSize, report } = options;
    const { baseUrls } = gateway.#behind.endpoints;
    const identify = async (request: IncomingMessage) => {
      const place = gateway.#ownPlaceOf(request);
      return place && gateway.#behind.senders.senderOf(request, place);
    };
    const reservedSchemas = [userActions[0]];
    const parts = { log, baseUrls, maxEventSize, report, identify, reservedSchemas };
    gateway.#endpoints = await createEventEndpoints(parts);
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
    if (this.#ownPlaceOf(request) !== undefined) {
      // Here it is us who want the body.
      if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
      this.#endpoints.answer(request, response);
      return;
    }
    const answered = this.#signInOf(request);
    if (answered !== undefined)
      response.once("close", () => response.headersSent && answered(response.statusCode));
    const call = this.#observer.watch(request);
    if (call === undefined) this.#forward(request, response, this.#postedEvents.watch(request));
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
    const user = namesUser(call) ? this.#behind.identities.identify(request, call.place) : undefined;
    const before = asked?.status === 200 ? asked.body : undefined;
    const learn = this.#kernels.learning(call);
    const uploads = this.#uploads;
    const observation = { log, report, uploads, user, before, learn };
    this.#forward(request, response, new ObservedCall(call, observation));
  }

  #forward(request: IncomingMessage, response: ServerResponse, observer?: CallObserver): void {
    const plain = observer?.received !== undefined;
    const headers = requestHeaders(request, this.#behind.forwarding, this.upstream.host, plain);
    forward({ upstream: this.upstream, request, response, headers, observer });
  }

  #ask(request: IncomingMessage, path: string) {
    const { query } = credentialsOf(request);
    const target = query === "" ? path : `${path}?${query}`;
    return ask(this.upstream, this.#behind.forwarding, request, target);
  }

  /** What wants to know how a request is answered; nothing where nobody signs in by it. */
  #signInOf(request: IncomingMessage) {
    const [place] = this.#behind.places.of(request.url ?? "");
    return place && this.#signIns.of(request, place);
  }

  /** The place of an endpoint of the gateway's own; none where a request is for a server behind. */
  #ownPlaceOf({ url = "" }: IncomingMessage): Place | undefined {
    return this.#behind.endpoints.of(url, (path) => this.#endpoints.has(path));
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
    const connection = this.#kernels.of(request);
    if (connection === undefined) this.#tunnel(request, socket, head);
    else void this.#tunnelObserved(request, socket, head, connection);
  }

  /** Does not reject. */
  async #tunnelObserved(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    connection: KernelConnection,
  ): Promise<void> {
    // Nobody else listens yet, and the client may go meanwhile.
    const ignore = (): void => {};
    socket.on("error", ignore);
    await connection.ready();
    socket.off("error", ignore);
    if (!socket.destroyed) this.#tunnel(request, socket, head, connection);
  }

  #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, connection?: KernelConnection): void {
    const given = requestHeaders(request, this.#behind.forwarding, this.upstream.host, false);
    const headers = connection === undefined ? given : withoutExtensions(given);
    const observe = connection && ((answer: IncomingMessage) => connection.observe(answer));
    const opened = (joined: Joined): void => {
      this.#connections.addTunnel(socket, joined);
      if (connection === undefined) this.#kernels.opened(request, socket, joined);
    };
    const signIn = this.#signInOf(request);
    const answered = (status: number): void => {
      signIn?.(status);
      connection?.answered(status);
    };
    tunnel({ upstream: this.upstream, request, socket, head, headers, observe, answered, opened });
  }

  /** Answers `CONNECT`: the gateway leads to one server only. */
  refuseTunnel(socket: Duplex): void {
    answerErrorOn(socket, "bad-method");
  }

  async close(): Promise<void> {
    this.#kernels.close();
    await this.#signIns.close();
    await this.#postedEvents.close();
    this.#behind.close();
    await this.#endpoints.close();
  }
}
