import type { IncomingMessage, ServerResponse } from "node:http";
import fastify, { type FastifyRequest } from "fastify";
import { replyWithErrors } from "./http/error-replies.js";
import { acceptAnyBody } from "./http/json-body.js";
import { requireRouteAccess } from "./http/route-access.js";
import { addSecurityHeaders } from "./http/security-headers.js";
import { answerUnroutable } from "./http/unreadable-requests.js";
import { checkBrowser } from "./identity/authentication.js";
import { userNamed } from "./identity/user.js";
import { serverError } from "./errors.js";
import type { CompleteServerOptions } from "./options.js";
import { eventlogService } from "./services/eventlog/plugin.js";
import { Recording } from "./services/eventlog/recording.js";
import { admissionOf, type EventSender } from "./services/eventlog/sender.js";
import { metricsService } from "./services/metrics/plugin.js";

/** What the endpoints of the event log need. */
export interface EventEndpointsOptions
  extends Pick<CompleteServerOptions, "log" | "maxEventSize" | "report"> {
  /** What the paths of the endpoints begin with; a part such as `:user` stands for any. */
  readonly baseUrls: readonly string[];
  /** Who sent a request, confirmed by somebody else; `undefined` where nobody confirms any. */
  readonly identify: (request: IncomingMessage) => Promise<EventSender | undefined>;
  /** Ids of schemas whose events cannot be posted. Default: none. */
  readonly reservedSchemas?: readonly string[];
}

/** The endpoints of the event log without a server, for a program that has one. */
export interface EventEndpoints {
  /** Whether a path below the base URL, as it stands in a request without the query, is one of them. */
  has(path: string): boolean;
  /** Answers a request to one of them. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

const paths: ReadonlySet<string> = new Set([
  "api/eventlog",
  "api/eventlog/batch",
  "api/eventlog/schemas",
  "metrics",
]);

/**
 * Makes the endpoints `POST /api/eventlog`, `/api/eventlog/batch`, `GET /api/eventlog/schemas` and `/metrics` as the
 * notebook server has them, for whoever is known to `identify`.
 *
 * @example
 * const endpoints = await createEventEndpoints({ log, baseUrls: ["/"], maxEventSize: 1024, report, identify });
 * createServer((request, response) => endpoints.answer(request, response)).listen();
 */
export async function createEventEndpoints(options: EventEndpointsOptions): Promise<EventEndpoints> {
  const app = fastify({ bodyLimit: 64 * 1024, exposeHeadRoutes: false, frameworkErrors: answerUnroutable });
  requireRouteAccess(app);
  acceptAnyBody(app);
  replyWithErrors(app, options.report);
  addSecurityHeaders(app);
  const { log, baseUrls, reservedSchemas = [] } = options;
  const senders = new WeakMap<FastifyRequest, EventSender>();
  app.decorateRequest("user", undefined);
  app.addHook("onRequest", async (request) => {
    if (request.routeOptions.config.access === undefined) return;
    const sender = await options.identify(request.raw);
    if (sender === undefined) throw serverError("forbidden");
    // No page of another origin can send that header, and whoever knows its value needs no cookie.
    if (request.headers.cookie !== undefined && request.headers.authorization === undefined) {
      checkBrowser(request, "");
    }
    request.user = userNamed(sender.username);
    senders.set(request, sender);
  });
  const recording = new Recording(log);
  for (const prefix of baseUrls) {
    await app.register(
      async (below) => {
        eventlogService(below, options, recording, (request) =>
          admissionOf(log, senders.get(request) as EventSender, reservedSchemas),
        );
        metricsService(below, options);
      },
      { prefix },
    );
  }
  await app.ready();
  return {
    has: (path) => paths.has(path),
    answer: (request, response) => app.routing(request, response),
    close: () => app.close(),
  };
}
