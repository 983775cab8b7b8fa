import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ServerErrorCode, serverError } from "../errors.js";
import { securityHeaders } from "./security-headers.js";

/**
 * Answers a request whose address cannot be decoded. No route, and so no hook, has anything to do with it. Fastify's own
 * answer would repeat the address, and a token in it.
 */
export function answerUnroutable(_error: unknown, _request: FastifyRequest, { raw }: FastifyReply): void {
  const { status, headers, body } = answerOf("bad-request");
  raw.writeHead(status, headers).end(body);
}

/**
 * Answers what Node would otherwise answer itself, before any hook, with nothing but a status: another expectation than
 * `100-continue`. For what lacks the `Host` that HTTP/1.1 asks for, see {@link requireHost}.
 */
export function answerExpectations(app: FastifyInstance): void {
  app.server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = answerOf("expectation-failed");
    // What follows could be the body that was announced.
    response.writeHead(status, { ...headers, connection: "close" }).end(body);
  });
}

/** Refuses requests of HTTP/1.1 without a `Host`. Node must be told to let them through to this. */
export function requireHost(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ raw }) => {
    if (raw.headers.host === undefined && raw.httpVersion === "1.1")
      throw serverError("bad-request", "The Host header is missing");
  });
}

/** Answers what is no HTTP request at all, or did not become one in time. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const { status, headers, body } = answerOf(codes[error.code ?? ""] ?? "bad-request");
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries({ ...headers, connection: "close" }).map(([name, value]) => `${name}: ${value}`),
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroy(error);
}

const codes: Readonly<Record<string, ServerErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout",
  HPE_HEADER_OVERFLOW: "headers-too-large",
};

function answerOf(code: ServerErrorCode) {
  const { status, message, reason } = serverError(code);
  const body = JSON.stringify({ message, reason });
  const headers = {
    ...securityHeaders,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  };
  return { status, headers, body };
}
