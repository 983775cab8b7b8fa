import type { Duplex } from "node:stream";
import type { GatewayErrorCode } from "../errors.js";
import { answerErrorOn } from "./answer.js";

/** Answers what is no HTTP request at all, or did not become one in time. What follows on its connection is not read. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return void socket.destroy();
  answerErrorOn(socket, codes[error.code ?? ""] ?? "unreadable");
}

const codes: Readonly<Record<string, GatewayErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout",
  HPE_HEADER_OVERFLOW: "headers-too-large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "bad-framing",
};
