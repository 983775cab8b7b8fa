import { HandlerError } from "../errors.js";
import { Backlog, counted } from "../handlers/backlog.js";
import type { Spool, Spoolable } from "../spool/spool.js";
import { fileErrorInWords } from "../system-errors.js";
import type { CheckedSpoolOptions } from "./spool-options.js";

/** What becomes of an event, or of a flush, that somebody waits for. */
export interface Settling {
  /** It is on disk; the position is that of the event, or of the latest one. */
  stored(position: number): void;
  refused(error: Error): void;
}

/** What an intake tells its handler. */
export interface IntakeNotices {
  /** There is something to deliver. */
  stored(): void;
  /** Events are lost. */
  dropped(count: number): void;
  /** Events up to a position were given up to make room. */
  gaveUp(position: number): void;
  report(problem: Error): void;
}

interface Entry {
  /** None where a flush waits for all before it. */
  readonly event?: Spoolable;
  /** Bytes that it takes in the spool, or a few less. */
  readonly size: number;
  readonly settling?: Settling;
}

/** Events are written in portions of about this many bytes. */
const portionSize = 1024 * 1024;
/** What stands around the event in its line; see `recordLine`. */
const lineOverhead = 96;
/** While the disk refuses, it is tried again so often, in milliseconds. */
const retryDelay = 1000;

/**
 * The way of events into a spool: what comes in one turn of the event loop, or while the disk is busy, is written and
 * synced together. Decides what happens to events while there is no room.
 */
export class Intake {
  readonly #spool: Spool;
  readonly #options: CheckedSpoolOptions;
  readonly #notices: IntakeNotices;
  readonly #backlog: Backlog;
  #entries: Entry[] = [];
  /** Bytes of all entries, those being written included. */
  #waiting = 0;
  #writing: Promise<void> | undefined;
  /** Why nothing can be written now. */
  #stall: HandlerError | undefined;
  /** True from a failed write until it is time for the next one. */
  #pausing = false;
  #retry: NodeJS.Timeout | undefined;
  #dropped = 0;

  constructor(spool: Spool, options: CheckedSpoolOptions, notices: IntakeNotices) {
    this.#spool = spool;
    this.#options = options;
    this.#notices = notices;
    this.#backlog = new Backlog(options.maxBuffer, () => this.#waiting);
  }

  /** True when nothing waits in memory. */
  get idle(): boolean {
    return this.#entries.length === 0 && this.#writing === undefined;
  }

  /**
   * Takes an event on its way; with nobody who waits for it, it is dropped where there is no room, and counted.
   *
   * @returns why it was not taken, if it was not
   */
  add(event: Spoolable, settling?: Settling): HandlerError | undefined {
    const size = Buffer.byteLength(event.line) + lineOverhead;
    const obstacle = this.#obstacle(size);
    if (obstacle === undefined) this.#enqueue({ event, size, ...(settling && { settling }) });
    else if (settling !== undefined) settling.refused(obstacle);
    else this.#drop(1, obstacle);
    return obstacle;
  }

  /** Why an event could not be stored now; nothing where it could. One that would only wait in memory could not. */
  get obstacle(): HandlerError | undefined {
    return this.#pausing ? this.#stall : this.#obstacle(0);
  }

  /** Settles once all that was added before is on disk, or cannot be now. */
  flush(settling: Settling): void {
    if (this.idle) settling.stored(this.#spool.last);
    else if (this.#pausing && this.#stall !== undefined) settling.refused(this.#stall);
    else this.#enqueue({ size: 0, settling });
  }

  /** There may be room again. */
  resume(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#pausing = false;
    if (this.#entries.length > 0) this.#startWriting();
  }

  /** Tries once more to write what waits. */
  async drain(): Promise<void> {
    if (!this.idle) this.resume();
    await this.#writing;
  }

  /** Gives up what could not be written. @returns how many events that were */
  close(): number {
    clearTimeout(this.#retry);
    const entries = this.#entries;
    this.#entries = [];
    const reason = this.#stall ?? new HandlerError("closed");
    for (const { settling } of entries) settling?.refused(reason);
    const lost = entries.filter(
      ({ event, settling }) => event !== undefined && settling === undefined,
    ).length;
    if (lost > 0) this.#notices.dropped(lost);
    return lost;
  }

  /** Why an event cannot be taken; nothing where it can. */
  #obstacle(size: number): HandlerError | undefined {
    if (size > this.#options.maxBytes)
      return new HandlerError("an event is larger than the spool (maxBytes)");
    if (!this.#pausing) return this.#backlog.full ? new HandlerError("the buffer is full") : undefined;
    if (this.#options.whenFull === "fail") return this.#stall;
    return this.#waiting + size > this.#options.maxBuffer ? this.#stall : undefined;
  }

  #drop(count: number, reason: HandlerError): void {
    const first = this.#dropped === 0;
    this.#dropped += count;
    this.#notices.dropped(count);
    if (first) this.#notices.report(new HandlerError(`${reason.message}; events are dropped`));
  }

  #enqueue(entry: Entry): void {
    this.#entries.push(entry);
    this.#waiting += entry.size;
    if (!this.#pausing) this.#startWriting();
  }

  #startWriting(): void {
    this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    // Lets the events of this turn come together, so that they cost one write and one sync.
    await new Promise(setImmediate);
    while (this.#entries.length > 0 && !this.#pausing) await this.#writePortion();
    // In the same turn as the last look at the entries, so that none can slip in between and wait for nothing.
    this.#writing = undefined;
    this.#notices.stored();
  }

  async #writePortion(): Promise<void> {
    const portion = await this.#takePortion();
    if (portion.length === 0) {
      const message = "the spool is full; end what the destination fails of, or raise maxBytes";
      this.#pause(new HandlerError(message));
      return;
    }
    const events = portion.flatMap(({ event }) => event ?? []);
    const first = this.#spool.last + 1;
    try {
      if (events.length > 0) await this.#append(events);
    } catch (error) {
      this.#entries = [...portion, ...this.#entries];
      this.#pause(new HandlerError(`${this.#spool.folder}: ${reasonOf(error)}`, { cause: error }));
      this.#retry = setTimeout(() => this.resume(), retryDelay).unref();
      return;
    }
    this.#recover();
    let position = first - 1;
    for (const { event, size, settling } of portion) {
      this.#waiting -= size;
      if (event !== undefined) position++;
      settling?.stored(position);
    }
    this.#notices.stored();
  }

  /** As many entries as fit into a portion and into the spool. */
  async #takePortion(): Promise<Entry[]> {
    for (;;) {
      const room = this.#options.maxBytes - this.#spool.bytes;
      let count = 0;
      for (let size = 0; count < this.#entries.length && size < portionSize; count++) {
        size += (this.#entries[count] as Entry).size;
        if (size > room) break;
      }
      if (count > 0) return this.#entries.splice(0, count);
      if (await this.#spool.release()) continue;
      if (this.#options.whenFull !== "drop-oldest" || !(await this.#dropOldest())) return [];
    }
  }

  async #append(events: readonly Spoolable[]): Promise<void> {
    for (let again = true; ; ) {
      try {
        return await this.#spool.append(events);
      } catch (error) {
        const full = (error as NodeJS.ErrnoException).code === "ENOSPC";
        // A full disk has room again once the oldest events are gone; another failure may be one of this file only.
        if (full && this.#options.whenFull === "drop-oldest" && (await this.#dropOldest())) continue;
        if (full || !again) throw error;
        again = false;
      }
    }
  }

  async #dropOldest(): Promise<boolean> {
    const dropped = await this.#spool.dropOldest();
    if (dropped === undefined) return false;
    this.#notices.gaveUp(dropped.last);
    if (dropped.count > 0) this.#drop(dropped.count, new HandlerError("the spool is full"));
    return true;
  }

  /** Stops writing for now. A flush is told; with `fail`, so is everybody else. */
  #pause(stall: HandlerError): void {
    const news = this.#stall?.message !== stall.message;
    this.#stall = stall;
    this.#pausing = true;
    if (news) this.#notices.report(stall);
    const all = this.#entries;
    const fails = this.#options.whenFull === "fail";
    this.#entries = fails ? [] : all.filter(({ event }) => event !== undefined);
    let unwanted = 0;
    for (const { event, size, settling } of all) {
      if (event !== undefined && !fails) continue;
      this.#waiting -= size;
      if (settling !== undefined) settling.refused(stall);
      else unwanted++;
    }
    if (unwanted > 0) this.#drop(unwanted, stall);
  }

  #recover(): void {
    const stalled = this.#stall !== undefined;
    // With `drop-oldest` it goes on while events are dropped, until some are confirmed.
    if (!stalled && (this.#dropped === 0 || !this.#hasRoom)) return;
    const lost = this.#dropped > 0 ? `; ${counted(this.#dropped)} dropped meanwhile` : "";
    this.#stall = undefined;
    this.#dropped = 0;
    this.#notices.report(new HandlerError(`the spool takes events again${lost}`));
  }

  get #hasRoom(): boolean {
    return this.#backlog.roomy && this.#spool.bytes <= this.#options.maxBytes / 2;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof HandlerError ? error.message : fileErrorInWords(error, "write");
}
