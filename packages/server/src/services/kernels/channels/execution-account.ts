import { type EventLog, UnknownSchemaError } from "@daybook/eventlog";
import { type ExecutionPlace, ExecutionTracker } from "@daybook/notebook-events";

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
 * Records what is run in a kernel, where the log records that at all: if not, no code is read.
 */
export function executionTracker(
  kernelId: string,
  { log, report, placeOf }: ExecutionAccountParts,
): ExecutionTracker {
  return new ExecutionTracker({
    kernelId,
    place: () => placeOf(kernelId),
    wanted: () => isAllowed(log),
    record(event) {
      try {
        log.recordEvent(schema, version, event);
      } catch (error) {
        // The code was run by now; the message holds nothing of the event.
        report(`an event of ${schema} was not recorded: ${(error as Error).message}`);
      }
    },
  });
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
