import { EventLogError, SpooledHandler, type SpoolOptions, spoolOptionsSchema } from "@daybook/eventlog";
import { PinoTransport } from "./pino-transport.js";

export interface PinoTransportHandlerOptions extends SpoolOptions {
  /**
   * The transport, as in pino: a package (`pino-roll`, `pino/file`), or the path of a module. Both are looked for from the
   * configuration file's folder on.
   */
  readonly target: string;
  /** What the transport is given, as in pino. It may interpret relative paths from the current folder on. Default: nothing. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/**
 * Hands events to a transport of [pino](https://getpino.io), of which npm has many: the lines as they are recorded, without
 * what pino puts around its own. The transport runs in a worker thread. See `docs/handlers/pino-transport.md`.
 *
 * @example
 * new PinoTransportHandler({ target: "pino-roll", options: { file: "logs/event", frequency: "daily", mkdir: true } });
 */
export class PinoTransportHandler extends SpooledHandler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      target: { type: "string", minLength: 1 },
      options: { type: "object" },
      ...spoolOptionsSchema,
    },
    required: ["target"],
    additionalProperties: false,
  };

  /** @throws {EventLogError} code `invalid-option` */
  constructor({ target, options = {}, ...spoolOptions }: PinoTransportHandlerOptions) {
    if (typeof target !== "string" || target === "") {
      throw new EventLogError("invalid-option", "PinoTransportHandler needs the target of a transport");
    }
    super(new PinoTransport(target, options), { name: `PinoTransportHandler ${target}`, ...spoolOptions });
  }
}
