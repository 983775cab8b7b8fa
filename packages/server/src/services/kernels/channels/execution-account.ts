import { type EventLog, UnknownSchemaError } from "@daybook/eventlog";
import { type EndedExecution, type ExecutionPlace, ExecutionTracker } from "@daybook/notebook-events";

const schema = "daybook/kernel-executions";
const version = 1;

/**
 * So long executions that have ended come together before they are recorded, in milliseconds: several in a row cost much
 * less than each by itself. See `docs/decisions/0042-executions-are-recorded-together.md`.
 */
const gatherTime = 25;

/** What the account of executions needs. */
export interface ExecutionAccountParts {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  /** The session that a kernel belongs to now. */
  readonly placeOf: (kernelId: string) => ExecutionPlace;
}

/**
 * Records what is run in one kernel, where the log records that at all: if not, no code is read. Events are recorded some
 * milliseconds after the answer was sent on, so that nobody waits for them.
 */
export class ExecutionAccount {
  readonly tracker: ExecutionTracker;
  readonly #parts: ExecutionAccountParts;
  #due: EndedExecution[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(kernelId: string, parts: ExecutionAccountParts) {
    const { log, placeOf } = parts;
    this.#parts = parts;
    this.tracker = new ExecutionTracker({
      kernelId,
      place: () => placeOf(kernelId),
      wanted: () => isAllowed(log),
      record: (execution) => {
        if (this.#due.push(execution) === 1) this.#flushSoon();
      },
    });
  }

  /** Records at once what is due: the log may be closed soon. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#recordDue();
  }

  /** The timer is made once and set anew, which costs less than another one. */
  #flushSoon(): void {
    this.#timer = this.#timer?.refresh() ?? setTimeout(() => this.#recordDue(), gatherTime);
  }

  #recordDue(): void {
    const due = this.#due;
    this.#due = [];
    for (const execution of due) this.#record(execution);
  }

  #record(execution: EndedExecution): void {
    try {
      this.#parts.log.recordEvent(schema, version, execution.event, { timestamp: execution.time });
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
