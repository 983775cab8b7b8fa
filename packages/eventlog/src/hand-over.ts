import type { Acknowledgement } from "./acknowledgement.js";
import { EventLogError } from "./errors.js";
import { asError, catchLater } from "./foreign-code.js";
import type { EventRecord, Handler, KeptRecords } from "./handler.js";

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

/**
 * Hands records to a handler and waits until each is kept or given up; with `handle` and one `flush` where it has no
 * `keep`. It gets all of them before any is waited for, so that it can keep them together.
 *
 * @returns the error of each record that was not kept, at its index
 */
export function keepAllWith(
  handler: Handler,
  records: readonly EventRecord[],
  level: Acknowledgement = "durable",
): Promise<(Error | undefined)[]> {
  if (handler.keepAll !== undefined) return keptTogether(handler.keepAll(records, level), records.length);
  if (handler.keep === undefined) return handleAndFlush(handler, records, level);
  const keeping: unknown[] = [];
  for (const record of records) {
    try {
      keeping.push(handler.keep(record, level));
    } catch (error) {
      keeping.push(Promise.reject(error));
    }
  }
  return failures(keeping);
}

/** Apart from the call, so that what waits keeps no records alive. */
async function keptTogether(keeping: Promise<KeptRecords>, count: number): Promise<(Error | undefined)[]> {
  const { kept, error } = await keeping;
  return error === undefined
    ? []
    : Array.from({ length: count }, (_, index) => (index < kept ? undefined : error));
}

/** The same for one record. @throws the error of one that was not kept */
export async function keepWith(
  handler: Handler,
  record: EventRecord,
  level?: Acknowledgement,
): Promise<void> {
  const [error] = await keepAllWith(handler, [record], level);
  if (error !== undefined) throw error;
}

async function handleAndFlush(
  handler: Handler,
  records: readonly EventRecord[],
  level: Acknowledgement,
): Promise<(Error | undefined)[]> {
  const handled = await failures(records.map((record) => started(() => handler.handle(record))));
  const [notFlushed] = await failures([started(() => handler.flush(level))]);
  return records.map((_record, index) => handled[index] ?? notFlushed);
}

/** What a call returns, also where it throws instead of rejecting. */
function started(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}

async function failures(results: readonly unknown[]): Promise<(Error | undefined)[]> {
  try {
    // The usual case at a fraction of what the next one costs.
    await Promise.all(results);
    return [];
  } catch {
    const settled = await Promise.allSettled(results);
    return settled.map((result) => (result.status === "rejected" ? asError(result.reason) : undefined));
  }
}
