import type { Handler } from "../handler.js";
import type { HandlerStatistics } from "../statistics.js";

/**
 * Takes events and keeps none: to try a configuration, or to validate without recording.
 *
 * @example
 * new EventLog({ handlers: [new NullHandler()], allowedSchemas: ["hub.jupyter.org/server-action"] });
 */
export class NullHandler implements Handler {
  static readonly optionsSchema = { type: "object", additionalProperties: false };

  #handled = 0;

  get statistics(): HandlerStatistics {
    return { handled: this.#handled, confirmed: this.#handled, dropped: 0 };
  }

  handle(): void {
    this.#handled++;
  }

  async keep(): Promise<void> {
    this.#handled++;
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {}
}
