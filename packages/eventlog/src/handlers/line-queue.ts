import type { KeptRecords } from "../handler.js";
import { capacityFor, LineBlock, type Settle } from "./line-block.js";

/** Large enough that a write costs little for each line, small enough not to be felt. */
const blockCapacity = 256 * 1024;

/** Lines of one sender, which may stand in several blocks. It keeps none of them alive: they are bytes by then. */
class AwaitedPortion {
  /** Blocks that have not told yet. */
  open = 0;
  resolve: (outcome: KeptRecords) => void = () => {};
  readonly outcome = new Promise<KeptRecords>((resolve) => {
    this.resolve = resolve;
  });
  #kept = 0;
  #failure: Error | undefined;

  readonly settle: Settle = (written, error) => {
    // Blocks are written in their order, and what stands behind a refused line is refused, too.
    this.#kept += written;
    this.#failure ??= error;
    if (--this.open > 0) return;
    this.resolve(
      this.#failure === undefined ? { kept: this.#kept } : { kept: this.#kept, error: this.#failure },
    );
  };
}

/** The lines that wait for a file, in their order, in blocks that are written one at a time. */
export class LineQueue {
  /** The last one is being filled. */
  #blocks: LineBlock[] = [];
  #taken: LineBlock | undefined;
  /** A written block of the usual size, to be filled again. */
  #spare: LineBlock | undefined;

  /** About how many bytes wait, those being written included. */
  get length(): number {
    let length = this.#taken?.length ?? 0;
    for (const block of this.#blocks) length += block.length;
    return length;
  }

  /** How many lines wait, those being written included. */
  get lines(): number {
    let lines = this.#taken?.lines ?? 0;
    for (const block of this.#blocks) lines += block.lines;
    return lines;
  }

  /** True when nothing waits, nor anybody. */
  get empty(): boolean {
    return this.#taken === undefined && this.#blocks.length === 0;
  }

  /** True where somebody waits for something that is not being written yet. */
  get awaited(): boolean {
    return this.#blocks.some((block) => block.awaited);
  }

  /** Adds a line. */
  append(line: string): void {
    this.#blockFor(line.length).append(line);
  }

  /**
   * Adds lines for a sender who waits until they are written, or `durable`: synced as well.
   *
   * @returns how many were, from the first one on; with an error where those behind them were refused
   */
  appendAwaited(lines: readonly string[], durable: boolean): Promise<KeptRecords> {
    const portion = new AwaitedPortion();
    for (let next = 0; next < lines.length; ) {
      const block = this.#blockFor((lines[next] as string).length);
      portion.open++;
      next = block.appendAwaited(lines, next, durable, portion.settle);
    }
    if (lines.length === 0) portion.resolve({ kept: 0 });
    return portion.outcome;
  }

  /** Waits until all that was added so far is written, or `durable`: synced as well. @throws why it was not */
  await(durable: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#blockFor(0).await(durable, (_written, error) =>
        error === undefined ? resolve() : reject(error),
      );
    });
  }

  /** The next block to write, until it is given back or finished; `undefined` when none waits. */
  take(): LineBlock | undefined {
    this.#taken = this.#blocks.shift();
    return this.#taken;
  }

  /** What was taken is written. */
  finish(block: LineBlock): void {
    this.#taken = undefined;
    block.finish();
    if (block.capacity === blockCapacity) this.#spare = block;
  }

  /** What was taken could not be written: its lines wait again, but for those of senders who wait, here and behind it. */
  giveBack(block: LineBlock, error: Error): void {
    this.#taken = undefined;
    const blocks = [block, ...this.#blocks];
    // Before anybody is told: whoever hears of it may add the next line at once.
    this.#blocks = [];
    for (const waiting of blocks) waiting.refuse(error);
    this.#blocks = [...blocks.filter(({ empty }) => !empty), ...this.#blocks];
  }

  /** Forgets all that waits. */
  clear(): void {
    this.#blocks = [];
  }

  #blockFor(characters: number): LineBlock {
    const last = this.#blocks.at(-1);
    if (last?.fits(characters)) return last;
    let block = this.#spare;
    this.#spare = undefined;
    if (!block?.fits(characters)) block = new LineBlock(Math.max(blockCapacity, capacityFor(characters)));
    this.#blocks.push(block);
    return block;
  }
}
