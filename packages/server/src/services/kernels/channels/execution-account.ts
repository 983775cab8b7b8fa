import { type EventLog, UnknownSchemaError } from "@daybook/eventlog";
import { type ExecutionPlace, ExecutionTracker, type KernelExecutionsV1 } from "@daybook/notebook-events";

const schema = "daybook/kernel-executions";
const version = 1;

/** What the account of executions needs. */
export interface ExecutionAccountParts {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  /** The session that a kernel belongs to now. */
  readonly placeOf: (kernelId: string) => ExecutionPlace;
}

/**
 * Records what is run in one kernel, where the log records that at all: if not, no code is read. Events are recorded when
 * the answer is on its way, so that nobody waits for a handler.
 */
export class ExecutionAccount {
  readonly tracker: ExecutionTracker;
  readonly #parts: ExecutionAccountParts;
  #due: KernelExecutionsV1[] = [];

  constructor(kernelId: string, parts: ExecutionAccountParts) {
    const { log, placeOf } = parts;
    this.#parts = parts;
    this.tracker = new ExecutionTracker({
      kernelId,
      place: () => placeOf(kernelId),
      wanted: () => isAllowed(log),
      record: (event) => {
        if (this.#due.push(event) === 1) setImmediate(() => this.flush());
      },
    });
  }

  /** Records at once what is due: the log may be closed soon. */
  flush(): void {
    const due = this.#due;
    this.#due = [];
    for (const event of due) this.#record(event);
  }

  #record(event: KernelExecutionsV1): void {
    try {
      this.#parts.log.recordEvent(schema, version, event);
    } catch (error) {
      // The code was run by now; the message holds nothing of the event.
      this.#parts.report(`an event of ${schema} was not recorded: ${(error as Error).message}`);
    }
  }
}

/** A log that a program made by itself need not know the schema. */
function isAllowed(log: EventLog): boolean {
  try {
    return log.isAllowed(schema, version);
  } catch (error) {
    if (error instanceof UnknownSchemaError) return false;
    throw error;
  }
}
