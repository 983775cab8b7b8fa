/** One row of the table below. */
interface ErrorRow {
  /** The HTTP status it is answered with. */
  readonly status: number;
  readonly message: string;
  /** The word that clients see as `reason`, where it is not the code itself. */
  readonly reason?: string;
}

/**
 * Every error the gateway itself answers a request with: a stable code, its HTTP status, its message. To add one, add a
 * row. Messages hold nothing of a request: a target may hold a token.
 */
export const errorTable = {
  // The request could mean one thing to the gateway and another to the server behind it.
  "bad-target": {
    status: 400,
    message: "The target is no path that begins with one slash",
    reason: "bad-request",
  },
  "bad-host": {
    status: 400,
    message: "The Host header is missing, doubled or malformed",
    reason: "bad-request",
  },
  "bad-framing": { status: 400, message: "The length of the body is not clear", reason: "bad-request" },
  "bad-header": { status: 400, message: "A header is malformed", reason: "bad-request" },
  "bad-connection": {
    status: 400,
    message: "The Connection header names a header that is not of this connection alone",
    reason: "bad-request",
  },
  "bad-upgrade": { status: 400, message: "The upgrade is no WebSocket handshake", reason: "bad-request" },
  "bad-version": { status: 505, message: "The gateway speaks HTTP/1.1", reason: "bad-request" },
  "bad-method": {
    status: 405,
    message: "The gateway does not take that method",
    reason: "method-not-allowed",
  },
  "headers-too-large": {
    status: 431,
    message: "The target or the headers are longer than the gateway accepts",
  },
  "request-timeout": { status: 408, message: "The request took too long to arrive" },
  unreadable: { status: 400, message: "The request is no HTTP", reason: "bad-request" },

  // The server behind it
  "upstream-unreachable": {
    status: 502,
    message: "The notebook server behind the gateway cannot be reached",
  },
  "upstream-broken": { status: 502, message: "The notebook server behind the gateway gave no valid answer" },
  "upstream-slow": {
    status: 504,
    message: "The notebook server behind the gateway cannot be connected in time",
  },

  // The gateway
  "log-unavailable": {
    status: 503,
    message:
      "The action was not done: the event log cannot keep its event now, and the operator asks for that",
  },
  stopping: { status: 503, message: "The gateway is stopping" },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** One of the codes of {@link errorTable}. */
export type GatewayErrorCode = keyof typeof errorTable;

/** A gateway cannot be started as it is asked to. `message` says what is wrong, without the value: it may be a secret. */
export class GatewayOptionError extends Error {
  /** The option, as {@link GatewayOptions} calls it. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.name = "GatewayOptionError";
    this.option = option;
  }
}
