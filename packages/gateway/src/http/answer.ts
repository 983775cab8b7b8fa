import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { errorTable, type GatewayErrorCode } from "../errors.js";

/** Statuses that say nothing of the request itself. */
const worthAnother: ReadonlySet<number> = new Set([502, 503, 504]);
/** After how many seconds it makes sense to try again what was answered with one of them. */
const retryAfter = 5;

/**
 * Answers a request with an error of ours, and ends the connection: what else comes on it is the rest of something that was
 * refused. Where an answer is already on its way it is cut off, so that nobody takes it for whole.
 */
export function answerError(response: ServerResponse, code: GatewayErrorCode): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, body } = errorAnswer(code);
  response.writeHead(status, headers);
  response.end(body);
}

/** Answers the same on a connection that no answer is made for yet. */
export function answerErrorOn(socket: Duplex, code: GatewayErrorCode): void {
  if (!socket.writable) return void socket.destroy();
  const { status, headers, body } = errorAnswer(code);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`, () =>
    socket.destroy(),
  );
}

function errorAnswer(code: GatewayErrorCode) {
  const row: { status: number; message: string; reason?: string } = errorTable[code];
  const body = JSON.stringify({ message: row.message, reason: row.reason ?? code });
  const headers: Record<string, string | number> = {
    "content-type": "application/json; charset=utf-8",
    "x-content-type-options": "nosniff",
    ...(worthAnother.has(row.status) ? { "retry-after": retryAfter } : {}),
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  return { status: row.status, headers, body };
}
