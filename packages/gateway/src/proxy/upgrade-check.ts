import type { IncomingMessage } from "node:http";
import type { GatewayErrorCode } from "../errors.js";

/** 16 bytes in base64. */
const key = /^[A-Za-z0-9+/]{22}==$/;

/**
 * Why an upgrade is refused, or nothing. Only WebSockets are let through, and only where the handshake is whole: a
 * connection that the two sides do not both take for upgraded could carry requests that nobody sees.
 */
export function upgradeRefusalOf({
  headers,
  method,
  httpVersion,
}: IncomingMessage): GatewayErrorCode | undefined {
  const { upgrade = "", "sec-websocket-key": shown = "", "sec-websocket-version": version } = headers;
  // What stands behind the headers would be taken for WebSocket frames.
  if (headers["content-length"] !== undefined && headers["content-length"] !== "0") return "bad-framing";
  if (headers["transfer-encoding"] !== undefined) return "bad-framing";
  if (upgrade.toLowerCase() !== "websocket") return "bad-upgrade";
  if (method !== "GET" || httpVersion !== "1.1" || version === undefined || !key.test(shown))
    return "bad-upgrade";
  return undefined;
}
