import { HandlerError } from "../errors.js";
import type { LineBlock } from "./line-block.js";
import type { LineFile } from "./line-file.js";
import { LineQueue } from "./line-queue.js";
import type { AppendError, SyncError } from "./log-file.js";
import type { SyncSchedule } from "./sync-schedule.js";

/** While the file cannot be written, lines that nobody waits for are tried again so often, in milliseconds. */
const retryDelay = 1000;

/** What a writer tells its handler. */
export interface LineWriterNotices {
  /** A block is written. @param mended true where the one before it could not be */
  written(mended: boolean): void;
  /** The file cannot be written. The same trouble is told once. */
  report(problem: Error): void;
}

/**
 * Brings the lines of a queue to a file, a block at a time.
 *
 * ```
 *   queue ─▶ a turn later: block ─▶ append ─▶ sync, where one is due ─▶ next block
 *     ▲                                └ failed ─┘
 *     └── lines that nobody waits for, tried again ┘
 * ```
 */
export class LineWriter {
  readonly queue = new LineQueue();
  /** Where lines go. They wait until there is one. */
  file: LineFile | undefined;
  readonly #syncs: SyncSchedule;
  readonly #notices: LineWriterNotices;
  #writing = false;
  #failure: Error | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Nothing is tried again any more. */
  #ending = false;

  constructor(syncs: SyncSchedule, notices: LineWriterNotices) {
    this.#syncs = syncs;
    this.#notices = notices;
  }

  /** Why the file cannot be written, while that is so. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Starts writing what waits, unless that is under way. */
  start(): void {
    if (this.#writing) return;
    this.#writing = true;
    void this.#writeAll();
  }

  /** Starts writing lines that nobody waits for. With a failing file the timer does: trying at each line would only burn time. */
  startUnawaited(): void {
    if (this.#failure === undefined) this.start();
    else this.#retryLater();
  }

  /** Resolves when all that waits now is written, or `durable`: synced as well. @throws why it was not */
  await(durable: boolean): Promise<void> {
    const written = this.queue.await(durable);
    this.start();
    return written;
  }

  /** From now on, what fails is not tried again. */
  end(): void {
    this.#ending = true;
  }

  /** Lets go of the file, and of what could not be written. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    this.#syncs.stop();
    this.queue.clear();
    await this.file?.close();
  }

  async #writeAll(): Promise<void> {
    // Lets the lines of this turn come together, so that they cost one write.
    await new Promise(setImmediate);
    for (let block = this.queue.take(); block !== undefined; block = this.queue.take()) {
      try {
        await this.#write(block);
      } catch (error) {
        this.#giveBack(block, error as Error);
        break;
      }
      this.queue.finish(block);
      const mended = this.#failure !== undefined;
      this.#failure = undefined;
      this.#notices.written(mended);
    }
    // In the same turn as the last look at the queue, so that nothing can slip in between and wait for nothing.
    this.#writing = false;
  }

  /** Writes a block, and syncs it where that is to be. @throws {AppendError | SyncError} */
  async #write(block: LineBlock): Promise<void> {
    const file = this.file;
    if (file === undefined) throw new HandlerError("not opened: give the handler to an EventLog first");
    const { bytes } = block;
    let failure: AppendError | SyncError | undefined;
    if (bytes.length > 0) {
      await file.append(bytes).catch((error: AppendError | SyncError) => {
        failure = error;
      });
      if (failure?.kept !== 0) this.#syncs.written();
    }
    // Also what was written before a failure: somebody may wait for it.
    if (this.#syncs.due(block.awaitsSync)) {
      this.#syncs.begun();
      await file.sync();
    }
    if (failure !== undefined) throw failure;
  }

  /** Sorts out a block that was written in part or not at all: what nobody waits for stays, in its order. */
  #giveBack(block: LineBlock, error: Error): void {
    block.advance((error as Partial<AppendError>).kept ?? 0);
    this.queue.giveBack(block, error);
    const news = this.#failure?.message !== error.message;
    this.#failure = error;
    this.#retryLater();
    if (news) this.#notices.report(error);
  }

  /** Tries again in a while, if there is something to try for. The timer alone keeps no process alive. */
  #retryLater(): void {
    if (this.#retry !== undefined || this.queue.empty || this.#ending) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.start();
    }, retryDelay).unref();
  }
}
