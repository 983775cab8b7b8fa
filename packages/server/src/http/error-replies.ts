import type { IncomingMessage } from "node:http";
import type { FastifyError, FastifyInstance } from "fastify";
import { ServerError, serverError } from "../errors.js";

/** Turns every error into `{"message", "reason"}`. A client never sees a stack trace or a text of the system's. */
export function replyWithErrors(app: FastifyInstance, report: (problem: string) => void): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, headers, body } = errorAnswer(error, request.method, report);
    endBody(request.raw);
    return reply.code(status).headers(headers).send(body);
  });

  app.setNotFoundHandler(() => {
    throw serverError("no-route");
  });
}

/** Whatever was thrown: an error of ours, of the framework's, or one that nobody expected. */
type Failure = Error & Partial<Pick<FastifyError, "code" | "statusCode">>;

/** What an error is answered with. The operator is told of what should never happen. */
export function errorAnswer(
  error: Failure,
  method: string,
  report: (problem: string) => void,
): { readonly status: number; readonly headers: Record<string, string | number>; readonly body: string } {
  const known = error instanceof ServerError ? error : fromFastify(error);
  if (known.code === "internal") report(`${method} failed: ${inOurWords(error)}`);
  const { retryAfter } = known.details;
  return {
    status: known.status,
    headers: {
      ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
      "content-type": "application/json; charset=utf-8",
    },
    body: JSON.stringify(errorBody(known)),
  };
}

/** What a client is told of an error. */
export function errorBody({ message, reason, details: { errors } }: ServerError) {
  return { message, reason, ...(errors === undefined ? {} : { errors }) };
}

function fromFastify(error: Failure): ServerError {
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return serverError("too-large");
  if (error.code === "FST_ERR_CTP_INVALID_CONTENT_LENGTH")
    return serverError("bad-request", "The body ended early");
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return serverError("bad-request");
  }
  return serverError("internal");
}

/** For how long what still comes of a refused body is let run out, in milliseconds, so that the answer can be read. */
const lingering = 30_000;

function endBody(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), lingering).unref();
  request.once("close", () => clearTimeout(timer));
}

/** What kind of error it is. Its message stays out of our log: it may quote a body, a file or a URL with a token. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.name : `${error.name} ${code}`;
}

/** For our own log: what kind of error it is and where it happened, without its message. */
export function inOurWords(error: Error): string {
  const origin = error instanceof ServerError && error.cause instanceof Error ? error.cause : error;
  const frames = (origin.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [nameOf(origin), ...frames].join("\n");
}
