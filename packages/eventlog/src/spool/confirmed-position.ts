import { closeSync, constants, fdatasyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "./crc32.js";

const slotLength = 32;

/**
 * Up to which position the destination has confirmed, in a small file.
 *
 * The file has two slots that are written in turn, each with its checksum: when a crash tears one, the other still tells
 * an older position. It is not synced at each step. Both cost that some events are sent again, never that one is lost.
 */
export class ConfirmedPosition {
  #descriptor: number | undefined;
  #position: number;
  #slot = 0;

  private constructor(descriptor: number, position: number) {
    this.#descriptor = descriptor;
    this.#position = position;
  }

  /** Opens the file in a folder; where there is none, nothing is confirmed. */
  static open(folder: string): ConfirmedPosition {
    const { O_CREAT, O_RDWR } = constants;
    const descriptor = openSync(join(folder, "confirmed"), O_CREAT | O_RDWR, 0o600);
    const position = Math.max(0, ...slotsIn(readFileSync(descriptor, "latin1")));
    const opened = new ConfirmedPosition(descriptor, position);
    // Written anew, so that later writes need no room on a disk that is full by then.
    opened.#write();
    opened.#write();
    return opened;
  }

  get position(): number {
    return this.#position;
  }

  /** It is a few bytes to the page cache, so it does not wait. */
  advance(position: number): void {
    this.#position = position;
    try {
      this.#write();
    } catch {
      // A crash before the next step costs duplicates, and an event less in hand is better than a loop that ends here.
    }
  }

  /** @throws what the system says where the disk fails */
  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor === undefined) return;
    try {
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  #write(): void {
    if (this.#descriptor === undefined) return;
    const text = String(this.#position);
    const slot = `${hex(crc32(text))} ${text}`.padEnd(slotLength - 1);
    writeSync(this.#descriptor, `${slot}\n`, this.#slot * slotLength);
    this.#slot = 1 - this.#slot;
  }
}

function slotsIn(text: string): number[] {
  return [text.slice(0, slotLength), text.slice(slotLength, 2 * slotLength)].flatMap((slot) => {
    const [checksum, position = ""] = slot.trimEnd().split(" ");
    return /^\d+$/.test(position) && checksum === hex(crc32(position)) ? [Number(position)] : [];
  });
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
