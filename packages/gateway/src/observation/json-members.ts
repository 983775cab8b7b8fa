import { JsonValueScanner } from "./json-value-scanner.js";

/** A value that takes more bytes than this is left out. Larger than any path, id or model of a session. */
const largestValue = 16 * 1024;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const open = 0x7b;
const close = 0x7d;
const byteOrderMark = [0xef, 0xbb, 0xbf];

type State = "before" | "first-name" | "name" | "colon" | "value" | "after-value" | "ended" | "no-object";

/**
 * Reads members of a JSON object from a body that passes in pieces, however large it is. Kept are those that somebody wants,
 * and of the others that there are some. Whatever else a client sends can neither fill the memory nor hide them.
 *
 * It is no validator: what the server behind takes for JSON is read, and what it refuses gives no event.
 *
 * @example
 * const members = new JsonMembers(new Set(["chunk"]));
 * members.push(Buffer.from('{"type": "file", "chu'));
 * members.push(Buffer.from('nk": -1}'));
 * members.end(); // { type: undefined, chunk: -1 }
 */
export class JsonMembers {
  /** Without a prototype, so that a member may have any name. */
  readonly #members: Record<string, unknown> = Object.create(null);
  readonly #value = new JsonValueScanner();
  #state: State = "before";
  readonly #wanted: ReadonlySet<string>;
  #name: string | undefined;
  #hasOthers = false;
  /** What is kept of the name or value that is being read; `undefined` where it is too large. */
  #parts: Buffer[] | undefined;
  #length = 0;
  #isName = false;

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  push(piece: Buffer): void {
    for (let at = 0; at < piece.length && this.#state !== "ended" && this.#state !== "no-object"; ) {
      at = this.#state === "value" ? this.#readValue(piece, at) : this.#readMark(piece, at);
    }
  }

  /**
   * The members that are wanted, and the first of the others, without its value. One that is too large has no value either.
   *
   * @returns `undefined` for an empty body, and for what is no object, or not all of one
   */
  end(): Readonly<Record<string, unknown>> | undefined {
    return this.#state === "ended" ? this.#members : undefined;
  }

  /** Reads one byte between values, white space too. @returns where to go on */
  #readMark(piece: Buffer, at: number): number {
    const byte = piece[at] as number;
    if (isSpace(byte) || (this.#state === "before" && byteOrderMark.includes(byte))) return at + 1;
    switch (this.#state) {
      case "before":
        this.#state = byte === open ? "first-name" : "no-object";
        return at + 1;
      case "first-name":
      case "name":
        if (byte === quote) {
          this.#begin(true, true);
          return at;
        }
        this.#state = byte === close && this.#state === "first-name" ? "ended" : "no-object";
        return at + 1;
      case "colon":
        if (byte === colon) this.#begin(false, this.#name !== undefined);
        else this.#state = "no-object";
        return at + 1;
      default:
        this.#state = byte === comma ? "name" : byte === close ? "ended" : "no-object";
        return at + 1;
    }
  }

  #begin(isName: boolean, isWanted: boolean): void {
    this.#state = "value";
    this.#isName = isName;
    this.#parts = isWanted ? [] : undefined;
    this.#length = 0;
    this.#value.begin();
  }

  /** Reads of a name or value what is there of it. @returns where to go on */
  #readValue(piece: Buffer, at: number): number {
    const end = this.#value.scan(piece, at);
    this.#keep(piece, at, end);
    if (!this.#value.ended) return end;
    const text = this.#parts === undefined ? undefined : Buffer.concat(this.#parts).toString("utf8");
    this.#parts = undefined;
    const value = parse(text);
    if (this.#isName) this.#takeName(value);
    else if (this.#name !== undefined) this.#members[this.#name] = value;
    this.#state = this.#isName ? "colon" : "after-value";
    return end;
  }

  #takeName(name: unknown): void {
    this.#name = typeof name === "string" && this.#wanted.has(name) ? name : undefined;
    if (this.#name !== undefined || this.#hasOthers) return;
    this.#hasOthers = true;
    this.#members[typeof name === "string" ? name : ""] = undefined;
  }

  #keep(piece: Buffer, from: number, to: number): void {
    if (this.#parts === undefined) return;
    this.#length += to - from;
    if (this.#length <= largestValue) {
      // A copy: the piece belongs to a buffer that may be much larger.
      this.#parts.push(Buffer.from(piece.subarray(from, to)));
      return;
    }
    this.#parts = undefined;
  }
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
