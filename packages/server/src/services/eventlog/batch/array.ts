import { serverError } from "../../../errors.js";
import {
  backslash,
  closeBrace,
  closeBracket,
  comma,
  openBrace,
  openBracket,
  quote,
} from "../../../json-bytes.js";
import { BoundedBytes } from "./bounded-bytes.js";
import { isBlank, type Item, type ItemReader, itemOf } from "./item.js";

/**
 * A JSON array: an item an element. Elements are told apart by their brackets and strings and nothing else, so that one
 * that is not JSON stands in no other's way, as long as its brackets match.
 */
export class ArrayElements implements ItemReader {
  /** The element that has not ended yet. */
  readonly #begun: BoundedBytes;
  #state: "before" | "inside" | "after" = "before";
  /** Brackets that are open inside the element. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** True once a comma announced a further element, or there was one. */
  #expected = false;
  #toldOfMore = false;

  /** @param limit how many bytes an element may have, the blanks around it included */
  constructor(limit: number) {
    this.#begun = new BoundedBytes(limit);
  }

  get held(): number {
    return this.#begun.held;
  }

  push(bytes: Buffer): Item[] {
    const items: Item[] = [];
    let start = 0;
    if (this.#state === "before") {
      start = bytes.indexOf(openBracket) + 1;
      this.#state = "inside";
    }
    for (let index = start; index < bytes.length && this.#state === "inside"; index++) {
      if (!this.#endsElement(bytes[index] as number)) continue;
      this.#addElement(items, bytes.subarray(start, index), bytes[index] === comma);
      start = index + 1;
    }
    if (this.#state === "inside") this.#begun.append(bytes.subarray(start));
    else this.#refuseMore(items, bytes.subarray(start));
    return items;
  }

  end(): Item[] {
    if (this.#state === "after") return [];
    return [serverError("not-json", "The array does not end")];
  }

  /** Takes the next byte; true where it is the comma or bracket behind an element. */
  #endsElement(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === backslash) this.#escaped = true;
      else if (byte === quote) this.#inString = false;
      return false;
    }
    switch (byte) {
      case quote:
        this.#inString = true;
        return false;
      case openBrace:
      case openBracket:
        this.#depth++;
        return false;
      case closeBrace:
        if (this.#depth > 0) this.#depth--;
        return false;
      case closeBracket:
        return this.#depth === 0 || --this.#depth < 0;
      default:
        return byte === comma && this.#depth === 0;
    }
  }

  #addElement(items: Item[], last: Uint8Array, more: boolean): void {
    const item = itemOf(this.#begun.take(last));
    const isNone = !more && !this.#expected && typeof item === "string" && isBlank(item);
    if (!isNone) items.push(item);
    this.#expected = true;
    if (!more) this.#state = "after";
  }

  #refuseMore(items: Item[], bytes: Buffer): void {
    if (this.#toldOfMore || isBlank(bytes.toString("latin1"))) return;
    this.#toldOfMore = true;
    items.push(serverError("not-json", "Something follows the end of the array"));
  }
}
