import {
  EventLogError,
  secretSchema,
  SpooledHandler,
  type SpoolOptions,
  spoolOptionsSchema,
  type TlsFiles,
  tlsFilesSchema,
} from "@daybook/eventlog";
import { compressions, KafkaDestination, type KafkaSasl, saslMechanisms } from "./kafka-destination.js";
import { NameTemplate } from "./name-template.js";

/** What a {@link KafkaHandler} can be told, beside what all handlers with a spool can. */
export interface KafkaHandlerOptions extends SpoolOptions {
  /** The address of a broker, `host:9092`, or of several of one cluster: they tell of the others. */
  readonly brokers: string | readonly string[];
  /** The topic that events go to; it must exist. `{schema}` and `{version}` stand for those of the event. */
  readonly topic: string;
  /**
   * The name of a property whose value is the key of the record: what has one key stays in order. Default: the schema is
   * the key, also where an event has no such property.
   */
  readonly key?: string;
  /** How records are compressed. Smaller, for some processor time here. `zstd` needs Node 22.15. Default: `none`. */
  readonly compression?: (typeof compressions)[number];
  /** How to log in. Without TLS, `PLAIN` sends the password as it is. Default: not at all. */
  readonly sasl?: KafkaSasl;
  /** Connections by TLS, with these files; `{}` with none. Default: without TLS. */
  readonly tls?: TlsFiles;
}

const name = { type: "string", minLength: 1 } as const;

/**
 * Produces events to a topic of Kafka: idempotent, acknowledged by all replicas in sync, with a key and their id. See
 * `docs/handlers/kafka.md`.
 *
 * @example
 * const log = new EventLog({
 *   handlers: [new KafkaHandler({ brokers: "127.0.0.1:9092", topic: "events" })],
 *   allowedSchemas: ["hub.jupyter.org/server-action"],
 * });
 */
export class KafkaHandler extends SpooledHandler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      brokers: { anyOf: [name, { type: "array", items: name, minItems: 1 }] },
      topic: name,
      key: name,
      compression: { enum: compressions },
      sasl: {
        type: "object",
        properties: { mechanism: { enum: saslMechanisms }, username: name, password: secretSchema },
        required: ["mechanism", "username", "password"],
        additionalProperties: false,
      },
      tls: tlsFilesSchema,
      ...spoolOptionsSchema,
    },
    required: ["brokers", "topic"],
    additionalProperties: false,
  };

  /** @throws {EventLogError} code `invalid-option` */
  constructor(options: KafkaHandlerOptions) {
    const { brokers, topic, key, compression = "none", sasl, tls, ...spool } = options;
    const addresses = [brokers].flat().map(checkAddress);
    if (!compressions.includes(compression))
      wrong(`the compression of a KafkaHandler is ${compressions.join(" or ")}`);
    if (sasl !== undefined && !saslMechanisms.includes(sasl.mechanism))
      wrong(`the sasl mechanism of a KafkaHandler is ${saslMechanisms.join(" or ")}`);
    const destination = new KafkaDestination({
      brokers: addresses,
      topic: new NameTemplate("KafkaHandler", "topic", topic, /^[\w.-]{1,249}$/),
      key,
      compression,
      sasl,
      tls,
      timeout: spool.timeout ?? 30_000,
    });
    super(destination, { name: `KafkaHandler ${addresses.join(" ")}`, ...spool });
  }
}

function checkAddress(text: unknown): string {
  const fits = typeof text === "string" && /^([\w.-]+|\[[0-9a-fA-F:]+\]):\d+$/.test(text);
  return fits ? text : wrong("the brokers of a KafkaHandler are such as kafka.example.org:9092");
}

function wrong(message: string): never {
  throw new EventLogError("invalid-option", message);
}
