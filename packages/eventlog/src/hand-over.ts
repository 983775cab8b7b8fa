import type { Acknowledgement } from "./acknowledgement.js";
import { EventLogError } from "./errors.js";
import { asError, catchLater } from "./foreign-code.js";
import type { EventRecord, Handler } from "./handler.js";

const requiredMethods = ["handle", "flush", "close"] as const;

/** The methods that a handler must have and this value lacks; none where a log can hand events to it. */
export function missingMethods(value: unknown): string[] {
  const handler = value as Partial<Handler> | null | undefined;
  return requiredMethods.filter((method) => typeof handler?.[method] !== "function");
}

/** @throws {EventLogError} where methods are missing, so that this shows at start-up and not at the first event */
export function assertHandler(handler: Handler): void {
  const missing = missingMethods(handler);
  if (missing.length === 0) return;
  const methods = missing.map((method) => `${method}()`).join(", ");
  throw new EventLogError("invalid-option", `a handler needs ${methods}; add what is missing to its class`);
}

/** Hands a record to a handler, whoever wrote it: what it throws, now or later, is told and goes no further. */
export function handleWith(
  handler: Handler,
  record: EventRecord,
  tell: (handler: Handler, error: Error) => void,
): void {
  try {
    const returned: unknown = handler.handle(record);
    // A user's handler may be an async function; its rejection must not end the process.
    if (returned !== undefined) catchLater(returned, (error) => tell(handler, error));
  } catch (error) {
    tell(handler, asError(error));
  }
}

/** Hands a record to a handler and waits until it is kept, with `handle` and `flush` where it has no `keep`. */
export async function keepWith(
  handler: Handler,
  record: EventRecord,
  level: Acknowledgement = "durable",
): Promise<void> {
  if (handler.keep !== undefined) return handler.keep(record, level);
  await (handler.handle(record) as unknown);
  return handler.flush(level);
}
