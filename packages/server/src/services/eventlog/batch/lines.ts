import { isUtf8 } from "node:buffer";
import { serverError } from "../../../errors.js";
import { BoundedBytes } from "./bounded-bytes.js";
import { isBlank, type Item, type ItemReader, itemOf } from "./item.js";

const newline = 0x0a;
const byteOrderMark = 0xfeff;

/** Newline-delimited JSON: an item a line. Lines with nothing on them are none. */
export class Lines implements ItemReader {
  readonly #limit: number;
  /** The line that has not ended yet. */
  readonly #begun: BoundedBytes;

  /** @param limit how many bytes a line may have */
  constructor(limit: number) {
    this.#limit = limit;
    this.#begun = new BoundedBytes(limit);
  }

  get held(): number {
    return this.#begun.held;
  }

  push(bytes: Buffer): Item[] {
    const items: Item[] = [];
    const firstEnd = bytes.indexOf(newline);
    if (firstEnd < 0) {
      this.#begun.append(bytes);
      return items;
    }
    const lastEnd = bytes.lastIndexOf(newline);
    addItem(items, itemOf(this.#begun.take(bytes.subarray(0, firstEnd))));
    if (lastEnd > firstEnd) this.#addLines(items, bytes.subarray(firstEnd + 1, lastEnd));
    this.#begun.append(bytes.subarray(lastEnd + 1));
    return items;
  }

  end(): Item[] {
    const items: Item[] = [];
    addItem(items, itemOf(this.#begun.take(Buffer.alloc(0))));
    return items;
  }

  /** Whole lines are decoded together, which costs a fraction of one after the other. */
  #addLines(items: Item[], bytes: Buffer): void {
    if (!isUtf8(bytes)) {
      for (let start = 0; start <= bytes.length; ) {
        const found = bytes.indexOf(newline, start);
        const end = found < 0 ? bytes.length : found;
        addItem(items, itemOf(this.#begun.take(bytes.subarray(start, end))));
        start = end + 1;
      }
      return;
    }
    for (const line of bytes.toString().split("\n")) {
      addItem(items, this.#isTooLong(line) ? serverError("too-large") : withoutMark(line));
    }
  }

  #isTooLong(line: string): boolean {
    // A character has three bytes at most, those beyond 16 bits two for each half.
    return line.length * 3 > this.#limit && Buffer.byteLength(line) > this.#limit;
  }
}

/** Files put together have byte order marks inside. */
function withoutMark(line: string): string {
  return line.charCodeAt(0) === byteOrderMark ? line.slice(1) : line;
}

function addItem(items: Item[], item: Item): void {
  if (typeof item !== "string" || !isBlank(item)) items.push(item);
}
