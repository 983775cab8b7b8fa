import { type Exchange, observe } from "@daybook/notebook-events";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CompleteServerOptions } from "../options.js";
import { pathOf } from "./literal-addresses.js";
import { followBody } from "./sent-body.js";

/**
 * Shows finished calls of the routes with `config.observed` to the observers, and records what they make of them.
 *
 * ```
 * route ─▶ answer ─▶ (preSerialization: the model) ─▶ (onSend: status is settled) ─▶ observers ─▶ EventLog
 *            └─ "when-sent": ─▶ the body on its way ─▶ its end, or where it broke off ─▶ observers ─▶ EventLog
 * ```
 */
export function observeCalls(
  app: FastifyInstance,
  { log, baseUrl, report }: Pick<CompleteServerOptions, "log" | "baseUrl" | "report">,
): void {
  const record = (exchange: Exchange): void => {
    for (const { schema, version, event } of observe(exchange)) {
      try {
        log.recordEvent(schema, version, event);
      } catch (error) {
        // The person's work is done by now and comes first; the message holds nothing of the event.
        report(`an event of ${schema} was not recorded: ${(error as Error).message}`);
      }
    }
  };

  app.addHook("preSerialization", async (request, _reply, payload) => {
    if (request.routeOptions.config.observed) request.answer = payload;
    return payload;
  });

  app.addHook("onSend", async (request, reply) => {
    const { observed } = request.routeOptions.config;
    if (!observed) return;
    const exchange = exchangeOf(baseUrl, request, reply);
    if (observed === true) return record(exchange);
    const type = reply.getHeader("content-type");
    followBody(reply.raw, (bytes, brokeOff) =>
      record({
        ...exchange,
        ...(typeof type === "string" ? { responseType: type } : {}),
        responseBytes: bytes,
        responseBrokeOff: brokeOff,
      }),
    );
  });
}

function exchangeOf(baseUrl: string, request: FastifyRequest, reply: FastifyReply): Exchange {
  return {
    method: request.method,
    path: pathBelow(baseUrl, request.url),
    status: reply.statusCode,
    requestBody: request.json,
    responseBody: request.answer,
    ...(request.user === undefined ? {} : { user: request.user.username, confirmedBy: "server" as const }),
    priorState: request.priorState,
  };
}

/**
 * The path of a request below the base URL, still percent-encoded, without a leading slash and query; `""` for what is
 * not below it.
 */
export function pathBelow(baseUrl: string, url: string): string {
  const path = pathOf(url);
  return path.startsWith(baseUrl) ? path.slice(baseUrl.length) : "";
}

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * True where a call may be an action that the observers know; `when-sent` where they have to know how much of the
     * answer was sent, so that it is shown to them only then.
     */
    observed?: boolean | "when-sent";
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
