import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { HandlerError } from "../errors.js";
import { FileLock } from "../file-lock.js";
import { fileErrorInWords } from "../system-errors.js";
import { ConfirmedPosition } from "./confirmed-position.js";
import { recordLine } from "./record-line.js";
import { leftSegments, type Segment } from "./segment.js";
import { type ReaderFindings, SegmentReader } from "./segment-reader.js";
import { SegmentWriter } from "./segment-writer.js";
import { nodeDisk, type SpoolDisk } from "./spool-disk.js";
import type { SpooledEvent } from "./spooled-event.js";

/** What is kept of an event. */
export interface Spoolable {
  readonly id: string;
  readonly sequence: number;
  readonly line: string;
}

export interface SpoolSetup {
  /** A segment that has so many bytes is followed by another. */
  readonly segmentBytes: number;
  readonly findings: ReaderFindings;
  readonly disk?: SpoolDisk;
}

/**
 * Events that wait on disk for a destination, in the order in which they came.
 *
 * ```
 *   append ──▶ │ 0000000000000513.spool │ written and synced, whole or not at all
 *              │ 0000000000000257.spool │
 *              │ 0000000000000001.spool │ ──▶ read ──▶ the destination
 *                                                          │
 *              │ confirmed: 244         │ ◀── confirm ◀────┘  a segment is deleted once all of it is confirmed
 * ```
 *
 * A crash at any moment loses nothing that `append` has resolved for; what was confirmed just before it may be read again.
 */
export class Spool {
  readonly folder: string;
  readonly #lock: FileLock;
  readonly #disk: SpoolDisk;
  readonly #segmentBytes: number;
  readonly #segments: Segment[];
  readonly #confirmed: ConfirmedPosition;
  readonly #writer: SegmentWriter;
  readonly #reader: SegmentReader;
  readonly #deletions = new Set<Promise<void>>();
  #last: number;

  private constructor(folder: string, lock: FileLock, options: SpoolSetup) {
    this.folder = folder;
    this.#lock = lock;
    this.#disk = options.disk ?? nodeDisk;
    this.#segmentBytes = options.segmentBytes;
    this.#confirmed = ConfirmedPosition.open(folder);
    const confirmed = this.#confirmed.position;
    this.#segments = leftSegments(folder, confirmed);
    // After a power cut, what is confirmed may be ahead of what is on disk: positions must not be given twice.
    this.#last = Math.max(confirmed, this.#segments.at(-1)?.last ?? 0);
    this.#writer = new SegmentWriter(folder, this.#disk);
    const next = Math.max(confirmed + 1, this.#segments[0]?.first ?? 0);
    this.#reader = new SegmentReader(this.#segments, next, this.#disk, options.findings);
  }

  /**
   * Opens a folder as a spool, and makes it where there is none.
   *
   * @throws {HandlerError} where another process uses it or the disk refuses
   */
  static open(folder: string, options: SpoolSetup): Spool {
    let lock: FileLock | undefined;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      lock = takeLock(folder);
      return new Spool(folder, lock, options);
    } catch (error) {
      lock?.release();
      if (error instanceof HandlerError) throw error;
      throw new HandlerError(`${folder}: ${fileErrorInWords(error, "write")}`, { cause: error });
    }
  }

  /** The position of the latest event; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Up to which position the destination has confirmed. */
  get confirmed(): number {
    return this.#confirmed.position;
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Writes events and syncs them; all or none. One call at a time.
   *
   * @throws what the system says; the next call tries with a new segment
   */
  async append(events: readonly Spoolable[]): Promise<void> {
    const first = this.#last + 1;
    let text = "";
    for (const [index, { id, sequence, line }] of events.entries()) {
      text += recordLine(first + index, id, sequence, line);
    }
    if ((this.#writer.segment?.size ?? 0) >= this.#segmentBytes) await this.#writer.end();
    const segment = await this.#writer.append(Buffer.from(text), first, first + events.length - 1);
    if (this.#segments.at(-1) !== segment) this.#segments.push(segment);
    this.#last = segment.last;
  }

  /** The next events that were not read yet, up to these bounds but at least one; none where there are none now. */
  read(maxEvents: number, maxBytes: number): Promise<SpooledEvent[]> {
    return this.#reader.read(maxEvents, maxBytes);
  }

  /** Lets go of all events up to a position: the destination has them. */
  confirm(position: number): void {
    if (position <= this.#confirmed.position) return;
    this.#confirmed.advance(position);
    for (let oldest = this.#segments[0]; oldest !== undefined && oldest.last <= position; ) {
      // The newest one is gone on with, unless it is full.
      if (oldest === this.#writer.segment && oldest.size < this.#segmentBytes) break;
      void this.#delete(oldest);
      oldest = this.#segments[0];
    }
  }

  /**
   * Gives up the oldest segment. Those of its events that were read already are no loss yet: whoever has them may still
   * bring them to the destination.
   *
   * @returns how many events are lost by it, and the position of the last one; nothing where there is no segment
   */
  async dropOldest(): Promise<{ readonly count: number; readonly last: number } | undefined> {
    const oldest = this.#segments[0];
    if (oldest === undefined) return undefined;
    const count = Math.max(0, oldest.last - this.#reader.next + 1);
    this.#reader.skipTo(oldest.last + 1);
    const deletion = this.#delete(oldest);
    // A file that is still open keeps its room on the disk.
    await Promise.all([deletion, this.#reader.leave(oldest)]);
    return { count, last: oldest.last };
  }

  /** Deletes what is confirmed and was only kept to be gone on with. @returns whether that gives room */
  async release(): Promise<boolean> {
    if (this.#segments.length === 0 || this.#last !== this.confirmed) return false;
    await Promise.all([...this.#segments].map((segment) => this.#delete(segment)));
    return true;
  }

  /** Lets go of the files; what is left in them is there for the next start. */
  async close(): Promise<void> {
    try {
      await this.release();
      await this.#writer.end();
      await this.#reader.close();
      await Promise.all(this.#deletions);
      this.#confirmed.close();
    } finally {
      this.#lock.release();
    }
  }

  #delete(segment: Segment): Promise<void> {
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    const ended = segment === this.#writer.segment ? this.#writer.end() : Promise.resolve();
    // One that cannot be deleted now is by the next start.
    const deletion = ended.then(() => this.#disk.unlink(segment.path)).catch(() => {});
    this.#deletions.add(deletion);
    void deletion.then(() => this.#deletions.delete(deletion));
    return deletion;
  }
}

/** Two that send the same events would only double them. @throws {HandlerError} */
function takeLock(folder: string): FileLock {
  return FileLock.take(
    join(folder, "lock"),
    (user) =>
      `${folder}: this spool is in use by ${user}; give each handler a spool of its own (option spool)`,
  );
}
