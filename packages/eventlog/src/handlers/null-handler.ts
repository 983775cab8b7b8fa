import type { Handler } from "../handler.js";

/**
 * Takes events and keeps none: to try a configuration, or to validate without recording.
 *
 * @example
 * new EventLog({ handlers: [new NullHandler()], allowedSchemas: ["hub.jupyter.org/server-action"] });
 */
export class NullHandler implements Handler {
  static readonly optionsSchema = { type: "object", additionalProperties: false };

  handle(): void {}

  async keep(): Promise<void> {}

  async flush(): Promise<void> {}

  async close(): Promise<void> {}
}
