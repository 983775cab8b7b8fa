import { dirname } from "node:path";
import { HandlerError } from "../errors.js";
import { type Segment, segmentPath } from "./segment.js";
import { type SpoolDisk, type SpoolFile, syncFolder } from "./spool-disk.js";

/**
 * Appends to the newest segment of a spool. A write or a sync that failed ends the segment at what was synced before: the
 * kernel may have dropped what a failed sync was about, so that trying it again on the same file would prove nothing.
 */
export class SegmentWriter {
  readonly #folder: string;
  readonly #disk: SpoolDisk;
  #file: SpoolFile | undefined;
  #segment: Segment | undefined;

  constructor(folder: string, disk: SpoolDisk) {
    this.#folder = folder;
    this.#disk = disk;
  }

  /** The segment that is appended to; none before the first event and after a failure. */
  get segment(): Segment | undefined {
    return this.#segment;
  }

  /**
   * Appends bytes whose events have the positions from `first` to `last`. All of it or nothing.
   *
   * @returns the segment, which is a new one where there was none
   * @throws what the system says
   */
  async append(bytes: Buffer, first: number, last: number): Promise<Segment> {
    const segment = this.#segment ?? (await this.#create(first));
    try {
      await this.#write(bytes, segment.size);
      await this.#file?.datasync();
    } catch (error) {
      await this.#giveUp(segment);
      throw error;
    }
    segment.size += bytes.length;
    segment.last = last;
    return segment;
  }

  /** Ends the segment; the next append begins another one. */
  async end(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#segment = undefined;
    await file?.close();
  }

  async #create(first: number): Promise<Segment> {
    const path = segmentPath(this.#folder, first);
    // One of that name can only be what an attempt before has left; nobody was told that it is kept.
    await this.#disk.unlink(path).catch(() => {});
    this.#file = await this.#disk.open(path, "wx", 0o600);
    this.#segment = { path, first, last: first - 1, size: 0 };
    try {
      await syncFolder(this.#disk, dirname(path));
    } catch (error) {
      await this.#giveUp(this.#segment);
      throw error;
    }
    return this.#segment;
  }

  async #write(bytes: Buffer, position: number): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      // A full disk shows as a short count first, as an error only at the next try.
      const { bytesWritten } = (await this.#file?.write(
        bytes,
        written,
        bytes.length - written,
        position + written,
      )) ?? { bytesWritten: 0 };
      if (bytesWritten === 0) throw new HandlerError("the disk took nothing");
      written += bytesWritten;
    }
  }

  /** What was written in part must not be found by the next start; where it cannot be cut, the next segment hides it. */
  async #giveUp(segment: Segment): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#segment = undefined;
    await file?.truncate(segment.size).catch(() => {});
    await file?.close().catch(() => {});
    if (segment.size === 0) await this.#disk.unlink(segment.path).catch(() => {});
  }
}
