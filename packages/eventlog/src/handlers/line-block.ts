/** Tells a sender who waits how many of its lines were written, and why the others were not. */
export type Settle = (written: number, error?: Error) => void;

/** A sender who waits for lines of a block. Without any, it waits for all that stands before. */
interface Waiter {
  readonly start: number;
  readonly end: number;
  readonly lines: number;
  /** Whether it waits for a sync, too. */
  readonly durable: boolean;
  readonly settle: Settle;
}

/** Lines that come one by one are made into bytes in portions of so many: each call into native code costs more than a line. */
const portionLines = 32;
const portionLength = 16 * 1024;
/** A character of UTF-16 takes at most so many bytes in UTF-8. */
const longestCharacter = 3;

/** How many bytes a block must have for a line of so many characters. */
export function capacityFor(characters: number): number {
  return (characters + 1) * longestCharacter;
}

/**
 * Lines on their way to a file, as the bytes that will be written, with those who wait for some of them.
 *
 * ```
 * text ─▶ bytes:  a line | a line | a line | one that somebody waits for | a line | ..
 *                 ▲ start                  └─────── waiter ─────────────┘      ▲ end
 * ```
 */
export class LineBlock {
  #bytes: Buffer;
  #start = 0;
  #end = 0;
  #waiters: Waiter[] = [];
  #text = "";
  #textLines = 0;
  #lines = 0;

  /** @param capacity in bytes; a longer line gets a block of its own */
  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /** Lines that are not written yet. */
  get lines(): number {
    return this.#lines;
  }

  /** About how many bytes wait here: text that is still to be encoded counts by its characters. */
  get length(): number {
    return this.#end - this.#start + this.#text.length;
  }

  get empty(): boolean {
    return this.length === 0 && this.#waiters.length === 0;
  }

  /** True where somebody waits. */
  get awaited(): boolean {
    return this.#waiters.length > 0;
  }

  /** True where somebody waits until what stands here is synced. */
  get awaitsSync(): boolean {
    return this.#waiters.some(({ durable }) => durable);
  }

  /** True where a line of so many characters has room. */
  fits(characters: number): boolean {
    return capacityFor(this.#text.length + characters) <= this.#bytes.length - this.#end;
  }

  /** Adds a line that fits, and that nobody waits for. */
  append(line: string): void {
    this.#lines++;
    this.#text += `${line}\n`;
    if (++this.#textLines >= portionLines || this.#text.length >= portionLength) this.#encode();
  }

  /**
   * Adds lines, as many as fit, for a sender who waits until they are written, or `durable`: synced as well.
   *
   * @param from which line is the first; it must fit
   * @returns which line is the first of those that are left
   */
  appendAwaited(lines: readonly string[], from: number, durable: boolean, settle: Settle): number {
    this.#encode();
    const start = this.#end;
    let next = from;
    do this.append(lines[next++] as string);
    while (next < lines.length && this.fits((lines[next] as string).length));
    this.#encode();
    this.#waiters.push({ start, end: this.#end, lines: next - from, durable, settle });
    return next;
  }

  /** Somebody waits for all that was added so far. */
  await(durable: boolean, settle: Settle): void {
    this.#encode();
    this.#waiters.push({ start: this.#end, end: this.#end, lines: 0, durable, settle });
  }

  /** What is to be written. Valid until the next change. */
  get bytes(): Buffer {
    this.#encode();
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** All of it is written; the block may be filled again. */
  finish(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    this.#lines = 0;
    this.#start = 0;
    this.#end = 0;
    for (const { lines, settle } of waiters) settle(lines);
  }

  /** The first bytes are written, up to the end of a line: what stands behind them is left. */
  advance(written: number): void {
    this.#lines -= countLines(this.bytes.subarray(0, written));
    this.#start += written;
    const done = this.#waiters.filter(({ end }) => end <= this.#start);
    this.#waiters = this.#waiters.filter(({ end }) => end > this.#start);
    for (const { lines, settle } of done) settle(lines);
  }

  /** Takes out the lines that somebody waits for, and says why; what nobody waits for stays, in its order. */
  refuse(error: Error): void {
    this.#encode();
    const waiters = this.#waiters;
    this.#waiters = [];
    // How many lines of each waiter were written before; at most the first one has some.
    const written: number[] = [];
    let end = this.#start;
    let from = this.#start;
    for (const waiter of waiters) {
      const start = Math.max(waiter.start, this.#start);
      const refused = countLines(this.#bytes.subarray(start, waiter.end));
      this.#bytes.copyWithin(end, from, start);
      end += start - from;
      from = waiter.end;
      this.#lines -= refused;
      written.push(waiter.lines - refused);
    }
    this.#bytes.copyWithin(end, from, this.#end);
    this.#end = end + this.#end - from;
    for (const [index, { settle }] of waiters.entries()) settle(written[index] as number, error);
  }

  #encode(): void {
    if (this.#textLines === 0 && this.#text === "") return;
    this.#end += this.#bytes.write(this.#text, this.#end, "utf8");
    this.#text = "";
    this.#textLines = 0;
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
