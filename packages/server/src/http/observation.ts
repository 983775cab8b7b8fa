import { observe } from "@daybook/notebook-events";
import type { FastifyInstance } from "fastify";
import type { CompleteServerOptions } from "../options.js";

/**
 * Shows finished calls of the routes with `config.observed` to the observers, and records what they make of them. This
 * is the only place where the server records events of its own.
 *
 * ```
 * route ─▶ answer ─▶ (preSerialization: the model) ─▶ (onSend: status is settled) ─▶ observers ─▶ EventLog
 * ```
 */
export function observeCalls(
  app: FastifyInstance,
  { log, baseUrl, report }: Pick<CompleteServerOptions, "log" | "baseUrl" | "report">,
): void {
  app.addHook("preSerialization", async (request, _reply, payload) => {
    if (request.routeOptions.config.observed) request.answer = payload;
    return payload;
  });

  app.addHook("onSend", async (request, reply) => {
    if (!request.routeOptions.config.observed) return;
    const exchange = {
      method: request.method,
      path: pathBelow(baseUrl, request.url),
      status: reply.statusCode,
      requestBody: request.json,
      responseBody: request.answer,
      ...(request.user === undefined ? {} : { user: request.user.username }),
      priorState: request.priorState,
    };
    for (const { schema, version, event } of observe(exchange)) {
      try {
        log.recordEvent(schema, version, event);
      } catch (error) {
        // The person's work is done by now and comes first; the message holds nothing of the event.
        report(`an event of ${schema} was not recorded: ${(error as Error).message}`);
      }
    }
  });
}

/**
 * The path of a request below the base URL, still percent-encoded, without a leading slash and query; `""` for what is
 * not below it. Clients that take us for a proxy send the whole URL.
 */
export function pathBelow(baseUrl: string, url: string): string {
  const path = (url.split("?", 1)[0] as string).replace(/^https?:\/\/[^/]*/i, "");
  return path.startsWith(baseUrl) ? path.slice(baseUrl.length) : "";
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** True where a call may be an action that the observers know. */
    observed?: boolean;
  }
  interface FastifyRequest {
    /** The body as parsed JSON, once a route has read it. */
    json?: unknown;
    /** What the route answers, before it becomes text. */
    answer?: unknown;
    /** What the call changes, as it was before and as an answer would show it: set by routes whose events tell it. */
    priorState?: unknown;
  }
}
