import { type Damage, readStretch } from "./record-line.js";
import type { Segment } from "./segment.js";
import type { SpoolDisk, SpoolFile } from "./spool-disk.js";
import type { SpooledEvent } from "./spooled-event.js";

/** So many bytes are read at once; what they hold is all that a spool keeps in memory. */
const stretchLength = 256 * 1024;

/** What of a disk fails together. */
const blockLength = 4096;

/** What the reader found beside events. */
export interface ReaderFindings {
  /** Places of a segment that could not be read. */
  damaged(segment: Segment, places: number): void;
  /** Events whose positions are missing: they are lost. */
  lost(count: number): void;
}

/** Reads the events of a list of segments in their order, up to what is synced. */
export class SegmentReader {
  readonly #segments: readonly Segment[];
  readonly #disk: SpoolDisk;
  readonly #findings: ReaderFindings;
  #file: SpoolFile | undefined;
  #segment: Segment | undefined;
  #offset = 0;
  /** Where the last read failed; -1 when it did not. */
  #failedAt = -1;
  /** Read, but not handed out yet. */
  #ahead: SpooledEvent[] = [];
  #taken = 0;
  /** The position of the next event to hand out. */
  #next: number;
  #expected: number;

  /** @param segments changes while the reader lives: at its end when events are appended, at its beginning when they are gone */
  constructor(segments: readonly Segment[], next: number, disk: SpoolDisk, findings: ReaderFindings) {
    this.#segments = segments;
    this.#next = next;
    this.#expected = next;
    this.#disk = disk;
    this.#findings = findings;
  }

  /** The position of the next event to hand out, if there is one. */
  get next(): number {
    return this.#next;
  }

  /**
   * The next events, as many as there are and may be, at least one where there is one.
   *
   * @throws what the system says; what could not be read then is read by the next call
   */
  async read(maxEvents: number, maxBytes: number): Promise<SpooledEvent[]> {
    const batch: SpooledEvent[] = [];
    let bytes = 0;
    for (;;) {
      if (this.#taken === this.#ahead.length && !(await this.#readAhead())) return batch;
      const event = this.#ahead[this.#taken];
      if (event === undefined) continue;
      bytes += event.line.length;
      if (batch.length === maxEvents || (batch.length > 0 && bytes > maxBytes)) return batch;
      batch.push(event);
      this.#taken++;
      this.#next = event.position + 1;
    }
  }

  /** Goes on at a later position; what is before it is neither read nor missed. */
  skipTo(position: number): void {
    if (position <= this.#next) return;
    this.#next = position;
    this.#expected = Math.max(this.#expected, position);
    while ((this.#ahead[this.#taken]?.position ?? position) < position) this.#taken++;
  }

  /** Lets go of a segment's file, if it is the one that is being read. */
  async leave(segment: Segment): Promise<void> {
    if (this.#segment === segment) await this.close();
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Reads the next stretch; false when there is nothing to read now. */
  async #readAhead(): Promise<boolean> {
    const segment = await this.#segmentToRead();
    if (segment === undefined) return false;
    this.#file ??= await this.#disk.open(segment.path, "r");
    const file = this.#file;
    for (let length = stretchLength; ; length *= 2) {
      const rest = segment.size - this.#offset;
      const bytes = await this.#readAt(file, this.#offset, Math.min(length, rest));
      const whole = length >= rest;
      const { events, damages, consumed } = readStretch(bytes, whole);
      // An event that is longer than the stretch needs a longer one.
      if (consumed === 0 && !whole) continue;
      this.#offset += whole ? rest : consumed;
      this.#accept(segment, events, damages);
      return true;
    }
  }

  /** A stretch that fails twice is on a bad part of the disk: what of it can be read is. */
  async #readAt(file: SpoolFile, offset: number, length: number): Promise<Buffer> {
    try {
      const bytes = await readAt(file, offset, length);
      this.#failedAt = -1;
      return bytes;
    } catch (error) {
      if (this.#failedAt !== offset) {
        this.#failedAt = offset;
        throw error;
      }
      return readInBlocks(file, offset, length);
    }
  }

  /** The segment that holds what comes next. One that is read to its end is left once there is another. */
  async #segmentToRead(): Promise<Segment | undefined> {
    for (;;) {
      const current = this.#segment;
      if (current !== undefined && this.#offset < current.size && this.#segments.includes(current))
        return current;
      const following = this.#segments.find(({ first }) => first > (current?.first ?? -1));
      if (following === undefined) return undefined;
      await this.close();
      this.#segment = following;
      this.#offset = 0;
    }
  }

  #accept(segment: Segment, events: readonly SpooledEvent[], damages: readonly Damage[]): void {
    if (damages.length > 0) this.#findings.damaged(segment, damages.length);
    this.#ahead = [];
    this.#taken = 0;
    for (const event of events) {
      // Confirmed before the start, or given up by a failed append and written again in the next segment.
      if (event.position < this.#expected || event.position > segment.last) continue;
      if (event.position > this.#expected) this.#findings.lost(event.position - this.#expected);
      this.#expected = event.position + 1;
      this.#ahead.push(event);
    }
  }
}

async function readAt(file: SpoolFile, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, offset + read);
    // Somebody cut the file: what it held is missed by its positions.
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

/** Reads block by block; one that cannot be read is all zeros, which no event is. */
async function readInBlocks(file: SpoolFile, offset: number, length: number): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for (let start = 0; start < length; start += blockLength) {
    const size = Math.min(blockLength, length - start);
    blocks.push(await readAt(file, offset + start, size).catch(() => Buffer.alloc(size)));
  }
  return Buffer.concat(blocks);
}
