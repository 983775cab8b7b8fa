import { type SpoolOptions, spoolOptionsSchema } from "../delivery/spool-options.js";
import { SpooledHandler } from "../delivery/spooled-handler.js";
import { EventLogError } from "../errors.js";
import { type Secret, secretSchema } from "../secret.js";
import { type BodyFormat, bodyFormats, type ItemForm, itemForms } from "./http/batch-body.js";
import { checkHeaders } from "./http/headers.js";
import { HttpDestination } from "./http/http-destination.js";
import { checkTlsFiles, type TlsFiles, tlsFilesSchema } from "./tls-files.js";

/** What an {@link HTTPHandler} can be told, beside what all handlers with a spool can. */
export interface HTTPHandlerOptions extends SpoolOptions {
  /** Where events are posted to: an `http:` or `https:` address. No user and no password may stand in it. */
  readonly url: string;
  /** How the events of a batch stand together: `ndjson`, a line each, or `json`, an array. Default: `ndjson`. */
  readonly format?: BodyFormat;
  /**
   * How an event is written. `recorded`: as in a log file. `identified`: as `{"id", "sequence", "event"}`, so that the
   * server can tell which events it has already. `daybook`: as `POST /api/eventlog/batch` of another Daybook takes it.
   * Default: `recorded`.
   */
  readonly items?: ItemForm;
  /** Packs what is sent; costs time here and there. Default: false. */
  readonly gzip?: boolean;
  /** Sends `Authorization: Bearer ..` with what stands in an environment variable or a file. Default: none. */
  readonly token?: Secret;
  /** Further headers. Secrets among them are named as in `token`, with all that stands in the header. Default: none. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** For `https:`, files to check the server with, and for it to check us. Default: what Node.js trusts. */
  readonly tls?: TlsFiles;
}

/**
 * Posts events to a server in batches. A status of 2xx confirms them; what the server refuses for good goes to the
 * dead-letter file, and all else is sent again. See `docs/handlers/http.md`.
 *
 * @example
 * const log = new EventLog({
 *   handlers: [new HTTPHandler({ url: "https://events.example.org/ingest", token: { env: "INGEST_TOKEN" } })],
 *   allowedSchemas: ["hub.jupyter.org/server-action"],
 * });
 */
export class HTTPHandler extends SpooledHandler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      url: { type: "string", pattern: "^https?://" },
      format: { enum: bodyFormats },
      items: { enum: itemForms },
      gzip: { type: "boolean" },
      token: secretSchema,
      headers: { type: "object", additionalProperties: { anyOf: [{ type: "string" }, secretSchema] } },
      tls: tlsFilesSchema,
      ...spoolOptionsSchema,
    },
    required: ["url"],
    additionalProperties: false,
  };

  /** @throws {EventLogError} code `invalid-option` */
  constructor(options: HTTPHandlerOptions) {
    const { url, format = "ndjson", items = "recorded", gzip = false, ...others } = options;
    const { token, headers = {}, tls = {}, ...spool } = others;
    const address = checkAddress(url);
    checkOneOf("format", bodyFormats, format);
    checkOneOf("items", itemForms, items);
    checkHeaders("HTTPHandler", { token, headers });
    checkTlsFiles("HTTPHandler", tls);
    if (address.protocol === "http:" && Object.keys(tls).length > 0) {
      wrong("the tls of an HTTPHandler goes with a url that begins with https:");
    }
    const body = { format, items, gzip };
    // Of the address only the host is shown: path and query may be secrets.
    const name = `HTTPHandler ${address.host}`;
    super(new HttpDestination({ url: address, token, headers, tls, body }), { name, ...spool });
  }
}

function checkAddress(text: unknown): URL {
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    wrong("the url of an HTTPHandler is such as https://events.example.org/ingest");
  }
  if (url.username !== "" || url.password !== "") {
    wrong(
      "the url of an HTTPHandler holds no user and password; give the header Authorization from a secret",
    );
  }
  return url;
}

function checkOneOf(option: string, allowed: readonly string[], value: string): void {
  if (!allowed.includes(value)) wrong(`the ${option} of an HTTPHandler is ${allowed.join(" or ")}`);
}

function wrong(message: string): never {
  throw new EventLogError("invalid-option", message);
}
