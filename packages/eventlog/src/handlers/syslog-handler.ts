import { type SpoolOptions, spoolOptionsSchema } from "../delivery/spool-options.js";
import { SpooledHandler } from "../delivery/spooled-handler.js";
import { EventLogError } from "../errors.js";
import { addressText, checkSyslogAddress, type SyslogAddress } from "./syslog/address.js";
import { DatagramTransport } from "./syslog/datagram-transport.js";
import { SyslogMessages } from "./syslog/message.js";
import { type Facility, facilities, priorityOf, type Severity, severities } from "./syslog/priority.js";
import { type Framing, framings, StreamTransport } from "./syslog/stream-transport.js";
import { SyslogDestination } from "./syslog/syslog-destination.js";
import type { SyslogTransport } from "./syslog/transport.js";
import { checkTlsFiles, type TlsFiles, tlsFilesSchema } from "./tls-files.js";

/** Names of `udp` and `tcp`, as Python configurations write them too. */
const socketTypes = {
  udp: "udp",
  "ext://socket.SOCK_DGRAM": "udp",
  tcp: "tcp",
  "ext://socket.SOCK_STREAM": "tcp",
} as const;
const socketTypeNames = Object.keys(socketTypes) as (keyof typeof socketTypes)[];

/** What a {@link SysLogHandler} can be told, beside what all handlers with a spool can. */
export interface SysLogHandlerOptions extends SpoolOptions {
  /** Where the daemon listens: `[host, port]`, or the path of a stream socket. Default: `["localhost", 514]`. */
  readonly address?: readonly [host: string, port: number] | string;
  /** By name or number: where daemons sort messages by. Default: `user`. */
  readonly facility?: Facility | number;
  /**
   * `udp` confirms nothing, so that no more than `accepted` is acknowledged; `tcp` does. `ext://socket.SOCK_DGRAM` and
   * `ext://socket.SOCK_STREAM` mean the same. Default: `udp`; `tcp` with `tls`, and where `address` is a path.
   */
  readonly socktype?: keyof typeof socketTypes;
  /** TLS, with these files; `{}` with none, which checks the daemon by what Node.js trusts. Default: none. */
  readonly tls?: TlsFiles;
  /**
   * How the end of a message is told over a connection: `octet-counting`, or `lines` for daemons that know nothing else.
   * Default: `octet-counting`; `lines` where `address` is a path.
   */
  readonly framing?: Framing;
  /** Default: `info`. */
  readonly severity?: Severity;
  /** The name of the program in messages. Default: `daybook`. */
  readonly appname?: string;
  /**
   * The name of the structured data that holds the event's id and number; a number of your own enterprise stands behind
   * the `@`. Default: `daybook@32473`, whose number belongs to nobody.
   */
  readonly structuredData?: string;
  /**
   * How many bytes a message may have; a longer one goes to the dead-letter file, as most daemons would cut it without a
   * word. Default: 8192, as rsyslog's.
   */
  readonly maxMessage?: number;
}

const namePattern = "^[!-~]{1,48}$";
/** Neither `=`, `]` nor `"`. */
const structuredDataPattern = "^[!#-<>-?A-\\\\^-~]{1,24}@\\d{1,7}$";

/**
 * Sends events to a syslog daemon as messages of RFC 5424, over UDP, TCP, TLS or a Unix socket. See
 * `docs/handlers/syslog.md`.
 *
 * @example
 * const log = new EventLog({
 *   handlers: [new SysLogHandler({ address: ["127.0.0.1", 601], socktype: "tcp", facility: "local0" })],
 *   allowedSchemas: ["hub.jupyter.org/server-action"],
 * });
 */
export class SysLogHandler extends SpooledHandler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      address: {
        anyOf: [
          { type: "string", pattern: "/" },
          { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], minItems: 2, maxItems: 2 },
        ],
      },
      facility: { anyOf: [{ enum: facilities }, { type: "integer", minimum: 0, maximum: 23 }] },
      socktype: { enum: socketTypeNames },
      tls: tlsFilesSchema,
      framing: { enum: framings },
      severity: { enum: severities },
      appname: { type: "string", pattern: namePattern },
      structuredData: { type: "string", pattern: structuredDataPattern },
      maxMessage: { type: "integer", minimum: 480 },
      ...spoolOptionsSchema,
    },
    additionalProperties: false,
  };

  /** @throws {EventLogError} code `invalid-option` */
  constructor(options: SysLogHandlerOptions = {}) {
    const { address = ["localhost", 514], facility = "user", socktype, tls, framing, ...others } = options;
    const { severity = "info", appname = "daybook", structuredData = "daybook@32473", ...rest } = others;
    const { maxMessage = 8192, ...spool } = rest;
    const known = typeof facility === "number" ? [...facilities.keys()] : facilities;
    checkOneOf("facility", known, facility);
    checkOneOf("severity", severities, severity);
    checkPattern("appname", namePattern, appname, "1 to 48 printable characters of ASCII without spaces");
    checkPattern("structuredData", structuredDataPattern, structuredData, "a name such as daybook@32473");
    if (!Number.isInteger(maxMessage) || maxMessage < 480)
      wrong("maxMessage", "a whole number of at least 480");
    const place = checkSyslogAddress(address);
    const transport = transportTo(place, socktype, tls, framing);
    const messages = new SyslogMessages({
      priority: priorityOf(facility, severity),
      appname,
      structuredData,
    });
    const name = `SysLogHandler ${addressText(place)}`;
    super(new SyslogDestination(messages, transport, maxMessage), { name, ...spool });
  }
}

function transportTo(
  address: SyslogAddress,
  socktype: keyof typeof socketTypes | undefined,
  tls: TlsFiles | undefined,
  framing: Framing | undefined,
): SyslogTransport {
  const isPath = "path" in address;
  if (socktype !== undefined) checkOneOf("socktype", socketTypeNames, socktype);
  if (framing !== undefined) checkOneOf("framing", framings, framing);
  if (tls !== undefined) checkTlsFiles("SysLogHandler", tls);
  const type = socktype === undefined ? undefined : socketTypes[socktype];
  if (isPath && tls !== undefined) wrong("tls", "for an address with a host and a port");
  if (type === "tcp" || isPath || tls !== undefined) {
    if (type === "udp") wrong("socktype", `tcp with ${isPath ? "the path of a socket" : "tls"}`);
    return new StreamTransport(address, tls, framing ?? (isPath ? "lines" : "octet-counting"));
  }
  if (framing !== undefined) wrong("framing", "for connections; a datagram is a message");
  return new DatagramTransport(address.host, address.port);
}

function checkOneOf<Value>(option: string, allowed: readonly Value[], value: Value): void {
  if (!allowed.includes(value)) wrong(option, allowed.join(" or "));
}

function checkPattern(option: string, pattern: string, value: unknown, expected: string): void {
  if (typeof value !== "string" || !new RegExp(pattern).test(value)) wrong(option, expected);
}

function wrong(option: string, expected: string): never {
  throw new EventLogError("invalid-option", `the ${option} of a SysLogHandler is ${expected}`);
}
