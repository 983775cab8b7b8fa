import {
  EventLogError,
  SpooledHandler,
  type SpoolOptions,
  spoolOptionsSchema,
  type TlsFiles,
  tlsFilesSchema,
} from "@daybook/eventlog";
import { NameTemplate } from "./name-template.js";
import { NatsDestination } from "./nats-destination.js";
import { checkNatsLogin, type NatsLogin, natsLoginSchema } from "./nats-login.js";

/** What a {@link NatsHandler} can be told, beside what all handlers with a spool can. */
export interface NatsHandlerOptions extends SpoolOptions, NatsLogin {
  /** The address of a server, `nats://host:4222`, or of several of one cluster: it takes one that answers. */
  readonly servers: string | readonly string[];
  /**
   * The subject that events are published to; a stream must take it. `{schema}` and `{version}` stand for those of the
   * event, each as one token. Default: `events.{schema}`.
   */
  readonly subject?: string;
  /** Only connections by TLS, with these files; `{}` with none. Default: TLS where the server demands it. */
  readonly tls?: TlsFiles;
}

const name = { type: "string", minLength: 1 } as const;

/**
 * Publishes events to a JetStream stream of a NATS server, each with its id for deduplication, and waits until the stream
 * has acknowledged them. See `docs/handlers/nats.md`.
 *
 * @example
 * const log = new EventLog({
 *   handlers: [new NatsHandler({ servers: "nats://127.0.0.1:4222", subject: "events.{schema}" })],
 *   allowedSchemas: ["hub.jupyter.org/server-action"],
 * });
 */
export class NatsHandler extends SpooledHandler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      servers: { anyOf: [name, { type: "array", items: name, minItems: 1 }] },
      subject: name,
      ...natsLoginSchema,
      tls: tlsFilesSchema,
      ...spoolOptionsSchema,
    },
    required: ["servers"],
    additionalProperties: false,
  };

  /** @throws {EventLogError} code `invalid-option` */
  constructor(options: NatsHandlerOptions) {
    const {
      servers,
      subject = "events.{schema}",
      tls,
      token,
      user,
      password,
      credentials,
      nkey,
      ...spool
    } = options;
    const login = {
      ...(token && { token }),
      ...(user !== undefined && { user }),
      ...(password && { password }),
      ...(credentials && { credentials }),
      ...(nkey && { nkey }),
    };
    checkNatsLogin(login);
    const addresses = [servers].flat().map(checkAddress);
    const template = new NameTemplate("NatsHandler", "subject", subject, /^[^\s.*>]+(\.[^\s.*>]+)*$/);
    const destination = new NatsDestination({ servers: addresses, subject: template, login, tls });
    super(destination, { name: `NatsHandler ${addresses.join(" ")}`, ...spool });
  }
}

/** Addresses stand in messages, so that a password must not be in one. */
function checkAddress(text: unknown): string {
  const address = typeof text === "string" ? text : "";
  if (address.includes("@")) {
    const message =
      "the servers of a NatsHandler hold no users and passwords; give them as user and password";
    throw new EventLogError("invalid-option", message);
  }
  if (!/^((nats|tls):\/\/)?[^\s/:?#]+(:\d+)?$|^((nats|tls):\/\/)?\[[0-9a-fA-F:]+\](:\d+)?$/.test(address)) {
    throw new EventLogError(
      "invalid-option",
      "the servers of a NatsHandler are such as nats://127.0.0.1:4222",
    );
  }
  return address;
}
