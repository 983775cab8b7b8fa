import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import type { GatewayErrorCode } from "../errors.js";
import { answerError } from "../http/answer.js";
import type { CallObserver } from "./call-observer.js";
import { responseHeaders } from "./response-headers.js";
import { passTrailers } from "./trailers.js";
import { ConnectTimeout, type Upstream } from "./upstream.js";

/** What a request is forwarded with. */
export interface Call {
  readonly upstream: Upstream;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The headers for the server behind, as a flat list. */
  readonly headers: readonly string[];
  /** Sees what passes; absent for calls that give no events. */
  readonly observer?: CallObserver | undefined;
}

/** Methods that change nothing, so that sending a request of one again does no harm. */
const safe: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Passes a request on to the server behind, and its answer back, each as it comes: whoever reads slowly slows down the one
 * who writes, and nothing is held back or gathered.
 *
 * ```
 * client ──request──▶ (observer.sent) ──▶ server behind
 *        ◀──answer── (observer.answered, received, ended) ◀──
 * ```
 *
 * A client that goes away stops the request, unless that is whole and somebody wants to know what became of it.
 */
export function forward(call: Call): void {
  const { request } = call;
  const hasBody =
    request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;
  const outgoing = begin(call, "shared", () => {
    // It was closed while nobody used it, most likely as the server behind was restarted.
    if (!outgoing.reusedSocket || hasBody || !safe.has(request.method ?? "")) return false;
    begin(call, "fresh", () => false).end();
    return true;
  });
  if (!hasBody) {
    outgoing.end();
    return;
  }
  if (request.headers.expect !== undefined) outgoing.flushHeaders();
  if (call.observer?.sent !== undefined) request.on("data", call.observer.sent);
  request.pipe(outgoing, { end: false });
  request.once("end", () => {
    passTrailers(request, outgoing);
    outgoing.end();
  });
}

/** @param again is asked, before an answer has begun, whether another attempt was begun */
function begin(call: Call, use: "shared" | "fresh", again: () => boolean): ClientRequest {
  const { upstream, request, response, observer } = call;
  const outgoing = upstream.request(request.method ?? "GET", request.url ?? "/", call.headers, use);
  let answer: IncomingMessage | undefined;
  let answered = false;
  let givenUp = false;

  const stopWithClient = (): void => {
    if (response.writableFinished) return;
    if (observer === undefined || observer.done || !request.complete) outgoing.destroy();
    // Nobody reads the answer any more, but somebody wants to know how it ends.
    else answer?.resume();
  };
  const fail = (error: Error | undefined): void => {
    // Of an attempt that was given up for another, the end is told as well.
    if (givenUp) return;
    if (answered) return;
    if (error !== undefined && !response.destroyed && again()) {
      givenUp = true;
      response.off("close", stopWithClient);
      return;
    }
    answered = true;
    observer?.failed();
    request.unpipe(outgoing);
    // What still comes of the body goes nowhere, so that the answer can be read.
    request.resume();
    answerError(response, codeOf(error));
  };

  if (request.headers.expect !== undefined) outgoing.once("continue", () => response.writeContinue());
  outgoing.on("information", (information) => passInformation(information, response));
  outgoing.on("response", (incoming) => {
    answered = true;
    answer = incoming;
    passAnswer(call, incoming);
  });
  outgoing.on("error", fail);
  outgoing.on("close", () => fail(undefined));
  response.on("close", stopWithClient);
  return outgoing;
}

function passAnswer({ upstream, request, response, observer }: Call, answer: IncomingMessage): void {
  const { statusCode = 502, statusMessage = "" } = answer;
  observer?.answered(statusCode, answer);
  const headers = responseHeaders(answer, upstream.origin);
  // Whoever is told so early may not send the rest, and what comes instead would be taken for it.
  if (!request.complete) headers.push("Connection", "close");
  response.sendDate = false;
  try {
    response.writeHead(statusCode, statusMessage, headers);
  } catch {
    observer?.failed();
    answer.destroy();
    answerError(response, "upstream-broken");
    return;
  }
  if (observer !== undefined)
    response.once("close", () => observer.sentOut(response.writableLength, response.writableFinished));
  passBody(answer, response, observer?.received);
  answer.on("end", () => {
    observer?.ended();
    passTrailers(answer, response);
    response.end();
  });
  // It broke off; the client must not take what it has for the whole.
  answer.on("error", () => {
    observer?.failed();
    response.destroy();
  });
  // A stream of events may say nothing for long after its headers; what has a length says it at once.
  if (answer.headers["content-length"] === undefined && !answer.complete) response.flushHeaders();
}

/** Passes on pieces as they come, as fast as they are read: as `pipe` does, whose listeners cost more than a small answer. */
function passBody(
  answer: IncomingMessage,
  response: ServerResponse,
  received: ((piece: Buffer) => void) | undefined,
): void {
  const length = Number(answer.headers["content-length"]);
  let waits = false;
  answer.on("data", (piece: Buffer) => {
    received?.(piece);
    // Nobody reads it any more, but somebody may want to know how it ends.
    if (response.destroyed) return;
    // All of it: to end with it costs less than to write it and end later.
    if (piece.length === length) response.end(piece);
    else if (!response.write(piece)) {
      answer.pause();
      if (!waits) response.on("drain", () => answer.resume());
      waits = true;
    }
  });
}

/** `103 Early Hints` and `102 Processing`; `100` has its own event, and `101` is no answer to this. */
function passInformation(
  { statusCode, headers }: { statusCode: number; headers: NodeJS.Dict<string | string[]> },
  response: ServerResponse,
): void {
  if (response.headersSent) return;
  if (statusCode === 102) response.writeProcessing();
  if (statusCode !== 103 || headers.link === undefined) return;
  try {
    response.writeEarlyHints({ link: headers.link });
  } catch {
    // A hint that Node finds malformed; the answer is complete without it.
  }
}

function codeOf(error: Error | undefined): GatewayErrorCode {
  if (error instanceof ConnectTimeout) return "upstream-slow";
  // `HPE_..` are those of the parser: there was an answer, but none of HTTP.
  const { code = "" } = (error ?? {}) as NodeJS.ErrnoException;
  return error === undefined || code.startsWith("HPE_") ? "upstream-broken" : "upstream-unreachable";
}
