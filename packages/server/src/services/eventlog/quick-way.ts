import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { errorAnswer } from "../../http/error-replies.js";
import { readJson } from "../../http/json-body.js";
import { securityHeaders } from "../../http/security-headers.js";
import type { Stopping } from "../../http/stopping.js";
import type { OwnNames } from "../../identity/origin.js";
import type { SignIns } from "../../identity/sign-ins.js";
import { plainTokenCheck } from "../../identity/token.js";
import type { CompleteServerOptions } from "../../options.js";
import type { Activity } from "../api/activity.js";
import { readPostedEvent } from "./posted-event.js";
import type { Recording } from "./recording.js";

/** What the quick way shares with the framework's. */
export interface QuickWayParts {
  readonly recording: Recording;
  readonly ownNames: OwnNames;
  readonly signIns: SignIns;
  readonly stopping: Stopping;
  readonly activity: Activity;
}

/** Headers that make a request one for the framework: it may answer otherwise, or somebody else may have sent it. */
const extraordinary = ["transfer-encoding", "origin", "cookie", "expect", "upgrade"] as const;

/**
 * Answers ordinary requests to `POST /api/eventlog` before the framework sees them, which would cost more than to record
 * the event. Ordinary is what would pass every check there; whatever is not is left to the framework, so that each refusal
 * that does not need the body has one place. Answers are the same, byte for byte.
 *
 * ```
 * request ─▶ ordinary? ─┬─ yes ─▶ body ─▶ Recording ─▶ answer
 *                       └─ no ──▶ Fastify: hooks ─▶ route ─▶ Recording ─▶ answer
 * ```
 */
export function addQuickWay(
  app: FastifyInstance,
  options: CompleteServerOptions,
  parts: QuickWayParts,
): void {
  const { baseUrl, token, maxEventSize, allowOrigin, report } = options;
  const { recording, ownNames, signIns, stopping, activity } = parts;
  // Then answers have further headers.
  if (allowOrigin !== "") return;
  const url = `${baseUrl}api/eventlog`;
  const isToken = plainTokenCheck(token);

  const isOrdinary = (request: IncomingMessage): boolean => {
    if (request.url !== url || request.method !== "POST" || request.httpVersion !== "1.1") return false;
    const { headers } = request;
    const { host, authorization } = headers;
    const length = Number(headers["content-length"]);
    return (
      !stopping.hasBegun &&
      length > 0 &&
      length <= maxEventSize &&
      extraordinary.every((name) => headers[name] === undefined) &&
      host !== undefined &&
      ownNames.has(host) &&
      authorization !== undefined &&
      isToken(authorization)
    );
  };

  const answer = (response: ServerResponse, error?: Error): void => {
    const connection = stopping.hasBegun ? { connection: "close" } : {};
    if (error === undefined) {
      response.writeHead(204, { ...connection, ...securityHeaders }).end();
      return;
    }
    const { status, headers, body } = errorAnswer(error, "POST", report);
    const length = { "content-length": Buffer.byteLength(body) };
    response.writeHead(status, { ...headers, ...connection, ...securityHeaders, ...length }).end(body);
  };

  const record = async (body: Buffer, response: ServerResponse): Promise<void> => {
    try {
      await recording.record(readPostedEvent(readJson(body)));
    } catch (error) {
      return answer(response, error as Error);
    }
    answer(response);
  };

  const framework = app.server.listeners("request") as RequestListener[];
  app.server.removeAllListeners("request");
  app.server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (!isOrdinary(request)) {
      for (const listener of framework) listener.call(app.server, request, response as never);
      return;
    }
    stopping.begin(response);
    activity.note();
    signIns.tokenUsed(request);
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    // A body that breaks off has no end, and nobody who waits for an answer.
    request.on("end", () => {
      void record(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts), response);
    });
  });
}
