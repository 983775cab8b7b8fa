import { HandlerError } from "../errors.js";
import type { LineBlock } from "./line-block.js";
import type { LineFile } from "./line-file.js";
import { LineQueue } from "./line-queue.js";
import type { AppendError, SyncError } from "./log-file.js";
import type { SyncSchedule } from "./sync-schedule.js";

/** While the file cannot be written, lines that nobody waits for are tried again so often, in milliseconds. */
const retryDelay = 1000;
/**
 * So long lines that nobody waits for come together before they are written, in milliseconds: one write costs as much as
 * recording many events does. See `docs/decisions/0041-writes-are-gathered.md`.
 */
const gatherTime = 25;
/** So many bytes are worth a write at once. */
const gatheredBytes = 64 * 1024;

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
 *   queue ─▶ a turn later, where somebody waits or much is there; else 25 ms later
 *     ▲        └▶ block ─▶ append ─▶ sync, where one is due ─▶ next block
 *     │                      └ failed ─┘
 *     └── lines that nobody waits for, tried again ┘
 * ```
 */
export class LineWriter {
  readonly queue = new LineQueue();
  /** Where lines go. They wait until there is one. */
  file: LineFile | undefined;
  readonly #syncs: SyncSchedule;
  readonly #notices: LineWriterNotices;
  readonly #enough: number;
  #writing = false;
  #failure: Error | undefined;
  /** Made once and set anew, which costs less than another timer. */
  #gatherTimer: NodeJS.Timeout | undefined;
  #gathering = false;
  #retry: NodeJS.Timeout | undefined;
  /** Nothing is tried again any more. */
  #ending = false;

  /** @param room how many bytes may wait in all, so that none are held back once it gets scarce */
  constructor(syncs: SyncSchedule, room: number, notices: LineWriterNotices) {
    this.#syncs = syncs;
    this.#enough = Math.min(gatheredBytes, room / 2);
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
    // Lets the lines of this turn come together, so that they cost one write.
    setImmediate(() => void this.#writeAll());
  }

  /**
   * Sees to it that lines that nobody waits for are written soon. With a failing file the timer does: trying at each line
   * would only burn time.
   */
  startUnawaited(): void {
    if (this.#failure !== undefined) this.#retryLater();
    else if (this.queue.length >= this.#enough) this.start();
    else if (!this.#writing) this.#gather();
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
    clearTimeout(this.#gatherTimer);
    this.#syncs.stop();
    this.queue.clear();
    await this.file?.close();
  }

  /** Unlike the other timers this one keeps the process alive: what was recorded last is to be written. */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    this.#gatherTimer = this.#gatherTimer?.refresh() ?? setTimeout(() => this.#endGathering(), gatherTime);
  }

  #endGathering(): void {
    this.#gathering = false;
    // Somebody who waits may have been quicker.
    if (this.#writing || this.queue.empty) return;
    this.#writing = true;
    void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    for (let block = this.queue.take(); block !== undefined; block = this.#takeUrgent()) {
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
    if (this.#failure === undefined && !this.queue.empty) this.#gather();
  }

  /** The next block, unless all that waits can wait for more to come. */
  #takeUrgent(): LineBlock | undefined {
    const { queue } = this;
    return queue.awaited || queue.length >= this.#enough ? queue.take() : undefined;
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
