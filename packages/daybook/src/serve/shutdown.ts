import { type EventLog, UnavailableError } from "@daybook/eventlog";
import type { ConfiguredHandler } from "../configuration/configured-handler.js";

/** How long handlers may take to hand on their events at the end, in milliseconds. */
export const drainTime = 30_000;

/** What has to be brought to an end. */
export interface ShutdownOptions {
  /** Undefined where it never came to listen. */
  readonly server: { close(): Promise<void> } | undefined;
  readonly log: EventLog;
  readonly handlers: readonly ConfiguredHandler[];
  /** Records what there is to say at the end: no request does any more. */
  readonly lastWords?: () => void;
  /** Resolves when somebody does not want to wait any longer. */
  readonly impatience: Promise<unknown>;
  /** How long it may take, in milliseconds. */
  readonly patience: number;
}

/**
 * Finishes the requests under way, then hands on all events that handlers still hold. Requests get a third of the time
 * at most, so that what was recorded is handed on whatever they do.
 *
 * @returns undefined where nothing was lost, else what may have been, in a sentence
 */
export async function shutDown(options: ShutdownOptions): Promise<string | undefined> {
  const { server, log, handlers, lastWords, impatience, patience } = options;
  const holding = new Set(handlers.map(({ label }) => label));
  let requestsDone = server === undefined;
  let timer: NodeJS.Timeout | undefined;
  const patienceEnds = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`it took more than ${patience / 1000} seconds`), patience);
  });
  const work = async (): Promise<string | undefined> => {
    requestsDone = await inTime(server?.close(), patience / 3);
    lastWords?.();
    // One by one, to be able to tell who is not done; what fails here fails again below, and is told there.
    const flushes = handlers.map(async ({ handler, label }) => {
      await handler.flush();
      holding.delete(label);
    });
    await Promise.allSettled(flushes);
    await log.close();
    return requestsDone ? undefined : "requests did not end; what they would have recorded is lost";
  };
  const interrupted = (reason: string): string => {
    const requests = requestsDone ? [] : ["what requests under way would have recorded"];
    const held = holding.size === 0 ? [] : [`events that were still with ${[...holding].join(" and ")}`];
    const lost = [...requests, ...held].join(", and ");
    return lost === "" ? `not stopped in order: ${reason}` : `stopped at once, as ${reason}. Lost: ${lost}`;
  };
  try {
    return await Promise.race([
      work(),
      impatience.then(() => interrupted("a second signal asked for it")),
      patienceEnds.then(interrupted),
    ]);
  } catch (error) {
    return `events were lost: ${failure(error)}`;
  } finally {
    clearTimeout(timer);
  }
}

/** False where it has not ended in time, given in milliseconds, or not well. */
async function inTime(ending: Promise<void> | undefined, time: number): Promise<boolean> {
  if (ending === undefined) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), time);
  });
  const ended = ending.then(
    () => true,
    () => false,
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}

function failure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof UnavailableError)) return message;
  return `${message}: ${error.causes.map((cause) => cause.message).join("; ")}`;
}
