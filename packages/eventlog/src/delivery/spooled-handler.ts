import { join, resolve } from "node:path";
import type { Acknowledgement } from "../acknowledgement.js";
import { HandlerError } from "../errors.js";
import type { EventRecord, Handler, HandlerContext } from "../handler.js";
import type { HandlerStatistics } from "../statistics.js";
import { counted } from "../handlers/backlog.js";
import { Closing } from "../handlers/closing.js";
import { assertRoomFor } from "../room-on-disk.js";
import { Spool } from "../spool/spool.js";
import { DeadLetters } from "./dead-letters.js";
import { Delivery } from "./delivery.js";
import type { Destination } from "./destination.js";
import { Intake } from "./intake.js";
import { type CheckedSpoolOptions, checkSpoolOptions, type SpoolOptions } from "./spool-options.js";

/** A full segment is followed by another; a spool has several, so that what is confirmed gives room. */
const largestSegment = 8 * 1024 * 1024;
const leastSegments = 8;

/** What lives from `open` to `close`. */
interface Parts {
  readonly spool: Spool;
  readonly intake: Intake;
  readonly delivery: Delivery;
}

/**
 * A handler that sends over a network. Events wait in a spool on disk until the destination has confirmed them: while it
 * is down, slow or restarting, and also while this process is. See `docs/handlers/spool.md`.
 *
 * ```
 *   handle, keep ──▶ intake ──▶ spool on disk ──▶ delivery ──▶ destination
 *                      │          durable ◀┘          │         delivered ◀┘
 *                      └▶ dropped, counted            └▶ dead-letter file
 * ```
 *
 * @example
 * class MyHandler extends SpooledHandler {
 *   constructor({ url, ...options }: MyOptions) {
 *     super(new MyDestination(url), options);
 *   }
 * }
 */
export class SpooledHandler implements Handler {
  /** What messages call the handler. */
  readonly name: string;
  readonly #destination: Destination;
  readonly #options: CheckedSpoolOptions;
  readonly #closing = new Closing();
  #context: HandlerContext | undefined;
  #parts: Parts | undefined;
  #handled = 0;
  #dropped = 0;

  /**
   * @param options.name what messages call the handler, such as its class and its address, without passwords. Default: the
   * name of the class
   * @throws {EventLogError} code `invalid-option`
   */
  constructor(
    destination: Destination,
    { name, ...options }: SpoolOptions & { readonly name?: string } = {},
  ) {
    this.name = name ?? new.target.name;
    this.#destination = destination;
    this.#options = checkSpoolOptions(new.target.name, options);
  }

  /** @throws {HandlerError} where another handler uses the spool, or its disk refuses; and what the destination throws */
  open(context: HandlerContext): void {
    this.#closing.assertOpenable();
    this.#context = context;
    // Taken out of a log and put in again: it goes on where it was.
    if (this.#parts !== undefined) return;
    this.#destination.open?.(context.directory);
    const { maxBytes, spool: folder } = this.#options;
    const spool = Spool.open(resolve(context.directory, folder), {
      segmentBytes: Math.min(largestSegment, Math.ceil(maxBytes / leastSegments)),
      findings: {
        damaged: (segment, places) => this.#reportDamage(segment.path, places),
        lost: (count) => this.#drop(count),
      },
    });
    const report = (problem: Error): void => this.#context?.report(problem);
    const dropped = (count: number): void => this.#drop(count);
    const intake: Intake = new Intake(spool, this.#options, {
      stored: () => delivery.wake(),
      gaveUp: (position) => delivery.giveUp(position),
      dropped,
      report,
    });
    const deadLetters = new DeadLetters(spool.folder, maxBytes);
    const delivery: Delivery = new Delivery(spool, this.#destination, deadLetters, this.#options, {
      confirmed: () => intake.resume(),
      expectsMore: () => !intake.idle,
      dropped,
      report,
    });
    this.#parts = { spool, intake, delivery };
  }

  get acknowledges(): Acknowledgement {
    // What is sent leaves the spool, and may then be nowhere.
    return this.#destination.confirms === false ? "accepted" : "delivered";
  }

  get statistics(): HandlerStatistics {
    const { spool, delivery } = this.#parts ?? {};
    const counts = delivery?.statistics ?? { confirmed: 0, retried: 0, deadLettered: 0 };
    const empty = spool === undefined || spool.confirmed === spool.last;
    const oldest = delivery?.oldest;
    return {
      handled: this.#handled,
      dropped: this.#dropped,
      ...counts,
      spoolBytes: empty ? 0 : spool.bytes,
      spoolAge: empty || oldest === undefined ? 0 : ageOf(oldest.id),
    };
  }

  handle(record: EventRecord): void {
    if (this.#closing.closed) {
      this.#closing.dropLate((problem) => this.#context?.report(problem));
      return;
    }
    this.#handled++;
    if (this.#parts === undefined) this.#drop(1);
    else this.#parts.intake.add(record);
  }

  async keep(record: EventRecord, level: Acknowledgement = "durable"): Promise<void> {
    const { intake, delivery } = this.#assertOpen();
    this.#handled++;
    if (level === "accepted") {
      const obstacle = intake.add(record);
      if (obstacle !== undefined) throw obstacle;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      intake.add(record, {
        stored: (position) =>
          level === "delivered" ? delivery.waitFor(position, resolve, reject) : resolve(),
        refused: reject,
      });
    });
  }

  /** Finds out whether the spool takes events. Whether the destination does is not asked: that is what the spool is for. */
  async ready(): Promise<void> {
    const { intake, spool } = this.#assertOpen();
    if (intake.obstacle !== undefined) throw intake.obstacle;
    await assertRoomFor(join(spool.folder, "segment"), 0);
  }

  async flush(level: Acknowledgement = "durable"): Promise<void> {
    // Once closed, there is nothing that could still be done.
    if (this.#closing.closed) return this.#closing.outcome?.catch(() => {});
    const { intake, delivery } = this.#assertOpen();
    if (level === "accepted") return;
    const position = await new Promise<number>((stored, refused) => intake.flush({ stored, refused }));
    if (level === "delivered") await delivery.flush(position);
  }

  close(): Promise<void> {
    return this.#closing.close(() => this.#drain());
  }

  async #drain(): Promise<void> {
    if (this.#parts === undefined) return this.#destination.close();
    const { spool, intake, delivery } = this.#parts;
    await intake.drain();
    await delivery.finish(this.#options.closeTimeout);
    const lost = intake.close();
    const ends = await Promise.allSettled([spool.close(), this.#destination.close()]);
    if (lost > 0) throw new HandlerError(`closed; ${counted(lost)} could not be written to the spool`);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  #assertOpen(): Parts {
    if (this.#closing.closed) throw new HandlerError("closed");
    if (this.#parts === undefined)
      throw new HandlerError("not opened: give the handler to an EventLog first");
    return this.#parts;
  }

  #drop(count: number): void {
    this.#dropped += count;
    this.#context?.dropped?.(count);
  }

  #reportDamage(path: string, places: number): void {
    const what = places === 1 ? "1 place" : `${places} places`;
    const message = `${path}: ${what} cannot be read; look after the disk. All other events are sent`;
    this.#context?.report(new HandlerError(message));
  }
}

/** For how long an event has waited, in seconds: its id begins with its time. */
function ageOf(id: string): number {
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return Number.isNaN(time) ? 0 : Math.max(0, Date.now() - time) / 1000;
}
