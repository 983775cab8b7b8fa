import type { EventLog } from "@daybook/eventlog";
import { version } from "../version.js";

const schema = "daybook/server-lifecycle";

/** Records the beginning, the changes and the end of a server in its own log, at `daybook/server-lifecycle`. */
export class Lifecycle {
  readonly #log: EventLog;
  readonly #tell: (text: string) => void;

  /** @param tell gets what the operator is to read: whole lines */
  constructor(log: EventLog, tell: (text: string) => void) {
    this.#log = log;
    this.#tell = tell;
  }

  /** The server listens: what runs, and what is recorded from now on. */
  started(): void {
    const versions = { daybook: version, node: process.versions.node };
    this.#record({ action: "start", versions, policy: this.#policy() });
  }

  /** The configuration was read again. */
  reloaded(): void {
    this.#record({ action: "reload", policy: this.#policy() });
  }

  /** The server takes no more requests: what became of events until now. */
  stopped(): void {
    const { schemas, handlers } = this.#log.statistics;
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    this.#record({
      action: "stop",
      recorded: sum(schemas.map(({ recorded }) => recorded)),
      refused: sum(schemas.map(({ refused }) => refused)),
      denied: sum(schemas.map(({ denied }) => denied)),
      dropped: sum(handlers.map(({ dropped }) => dropped)),
    });
  }

  #policy() {
    return this.#log
      .describeSchemas()
      .filter(({ allowed }) => allowed)
      .map(({ schema, version, properties }) => {
        const whole = properties.filter(
          ({ recorded, withheldParts }) => recorded && withheldParts.length === 0,
        );
        const others = properties.filter((property) => !whole.includes(property));
        return {
          schema,
          version: String(version),
          recorded: whole.map(({ name }) => name),
          withheld: others.map(({ name }) => name),
        };
      });
  }

  #record(event: Record<string, unknown>): void {
    try {
      this.#log.recordEvent(schema, 1, event as never);
    } catch (error) {
      // The server runs and stops all the same.
      this.#tell(`daybook: an event of ${schema} was not recorded: ${(error as Error).message}\n`);
    }
  }
}
