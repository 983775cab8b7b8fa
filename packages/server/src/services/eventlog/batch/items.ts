import { openBracket } from "../../../json-bytes.js";
import { ArrayElements } from "./array.js";
import { isBlank, type Item, type ItemReader } from "./item.js";
import { Lines } from "./lines.js";

const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * The items of a batch in whichever form it comes: where its first character is `[` and its content type does not name
 * lines, it is an array. Many clients send a content type that says nothing.
 *
 * ```
 * bytes ─▶ Items ─┬─▶ Lines ──────────┬─▶ texts of events
 *                 └─▶ ArrayElements ──┘
 * ```
 */
export class Items implements ItemReader {
  readonly #itemLimit: number;
  readonly #areLines: boolean;
  #reader: ItemReader | undefined;
  /** How much of a byte order mark has come; it may come in parts. */
  #markLength = 0;

  /**
   * @param itemLimit how many bytes an item may have
   * @param bodyType the content type of the body, `""` where it has none
   */
  constructor(itemLimit: number, bodyType: string) {
    this.#itemLimit = itemLimit;
    this.#areLines = /ndjson|jsonl/i.test(bodyType);
  }

  push(bytes: Buffer): Item[] {
    if (this.#reader !== undefined) return this.#reader.push(bytes);
    const start = this.#skip(bytes);
    if (start === bytes.length) return [];
    const isArray = !this.#areLines && bytes[start] === openBracket;
    this.#reader = isArray ? new ArrayElements(this.#itemLimit) : new Lines(this.#itemLimit);
    const rest = bytes.subarray(start);
    if (this.#markLength === 0 || this.#markLength === byteOrderMark.length) return this.#reader.push(rest);
    // What began like a mark and is none is the item's own.
    return this.#reader.push(Buffer.concat([Buffer.from(byteOrderMark.slice(0, this.#markLength)), rest]));
  }

  end(): Item[] {
    return this.#reader?.end() ?? [];
  }

  /** Where the first item begins, as far as these bytes tell: behind a byte order mark and blanks. */
  #skip(bytes: Buffer): number {
    let index = 0;
    while (index < bytes.length && bytes[index] === byteOrderMark[this.#markLength]) {
      index++;
      this.#markLength++;
    }
    while (index < bytes.length && isBlank(String.fromCharCode(bytes[index] as number))) index++;
    return index;
  }
}
