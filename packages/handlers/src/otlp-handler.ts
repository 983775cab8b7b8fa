import {
  EventLogError,
  type Secret,
  secretSchema,
  SpooledHandler,
  type SpoolOptions,
  spoolOptionsSchema,
} from "@daybook/eventlog";
import { OtlpDestination, type OtlpTls } from "./otlp-destination.js";

export type { OtlpTls } from "./otlp-destination.js";

/** Where the receiver is, and how events go there. */
export interface OtlpHandlerOptions extends SpoolOptions {
  /** The whole address, with the path. Without `https`, the network can read events. Default: `http://localhost:4318/v1/logs`. */
  readonly url?: string;
  /** How requests are written. `json` can be read on the way, is three times as long, and needs no package. Default: `protobuf`. */
  readonly encoding?: "protobuf" | "json";
  /** `none` spares processor time on both sides, and takes several times the network. Default: `gzip`. */
  readonly compression?: "gzip" | "none";
  /** What is sent with each request, such as `Authorization`; secrets as `{ env }` or `{ file }`. Default: none. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** Attributes of the sender, by which backends tell services apart. Default: `service.name: daybook`, and `service.instance.id`. */
  readonly resource?: Readonly<Record<string, string>>;
  /** For `https`: whom to trust, and what to show to servers that ask. Default: whom Node.js trusts, and nothing. */
  readonly tls?: OtlpTls;
}

const text = { type: "string", minLength: 1 } as const;

/**
 * Sends events as log records to an OTLP receiver, such as an OpenTelemetry collector, over HTTP. Events wait in a spool
 * until it has confirmed them. See `docs/handlers/otlp.md`.
 *
 * @example
 * const log = new EventLog({
 *   handlers: [new OtlpHandler({ url: "http://127.0.0.1:4318/v1/logs" })],
 *   allowedSchemas: ["hub.jupyter.org/server-action"],
 * });
 */
export class OtlpHandler extends SpooledHandler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      url: { ...text, pattern: "^https?://" },
      encoding: { enum: ["protobuf", "json"] },
      compression: { enum: ["gzip", "none"] },
      headers: {
        type: "object",
        propertyNames: { pattern: "^[\\w!#$%&'*+.^`|~-]+$" },
        additionalProperties: { anyOf: [{ type: "string" }, secretSchema] },
      },
      resource: { type: "object", additionalProperties: { type: "string" } },
      tls: { type: "object", properties: { ca: text, cert: text, key: text }, additionalProperties: false },
      ...spoolOptionsSchema,
    },
    additionalProperties: false,
  };

  /** @throws {EventLogError} code `invalid-option` */
  constructor(options: OtlpHandlerOptions = {}) {
    const {
      url,
      encoding = "protobuf",
      compression = "gzip",
      headers = {},
      resource,
      tls = {},
      ...spool
    } = options;
    const address = parseUrl(url ?? "http://localhost:4318/v1/logs");
    const destination = new OtlpDestination({
      url: address,
      encoding,
      compression,
      headers,
      resource: { "service.name": "daybook", ...resource },
      tls,
    });
    super(destination, { name: `OtlpHandler ${address.host}${address.pathname}`, ...spool });
  }
}

/** A password in it would be shown by proxies and in logs of others. */
function parseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) {
    throw new EventLogError(
      "invalid-option",
      "the url of an OtlpHandler is an address such as http://localhost:4318/v1/logs; a login belongs into headers",
    );
  }
  return parsed;
}
