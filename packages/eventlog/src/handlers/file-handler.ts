import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Acknowledgement } from "../acknowledgement.js";
import { EventLogError, HandlerError } from "../errors.js";
import type { EventRecord, Handler, HandlerContext, KeptRecords } from "../handler.js";
import type { HandlerStatistics } from "../statistics.js";
import { Backlog, bufferLimit, counted } from "./backlog.js";
import { Closing } from "./closing.js";
import type { LineBlock } from "./line-block.js";
import { LineQueue } from "./line-queue.js";
import type { LineFile, LineFileSetup } from "./line-file.js";
import { type AppendError, LogFile, type SyncError } from "./log-file.js";
import type { OptionsSchema } from "./options-schema.js";
import { SyncSchedule, type SyncMode, syncOptions } from "./sync-schedule.js";

export interface FileHandlerOptions {
  /** `a` appends to what is there, `w` empties it before the first event. Default: `a`. */
  readonly mode?: "a" | "w";
  /** Opens the file at the first event instead of at start-up; a wrong path then shows only there. Default: false. */
  readonly delay?: boolean;
  /**
   * How many bytes of events wait in memory while the file cannot be written, or not fast enough. When they are used up,
   * new events are dropped and counted. Default: 16 Mi.
   */
  readonly maxBuffer?: number;
  /**
   * When what was written is synced to the disk, so that a power cut cannot take it: `always` after each write,
   * `interval` every `fsyncInterval` and at once for senders who wait for it, `never` leaves it to the system, and no
   * sender is promised more than that the system has it. Default: `interval`.
   */
  readonly fsync?: SyncMode;
  /** How many milliseconds of events a power cut may take with `fsync: interval`. Default: 1000. */
  readonly fsyncInterval?: number;
}

/** While the file cannot be written, events that nobody waits for are tried again so often, in milliseconds. */
const retryDelay = 1000;

/**
 * Appends each event as a line to a file. Events of one turn of the event loop are written together.
 *
 * While the file cannot be written (a full disk), events wait in memory and are written when it can be again; an event
 * whose sender waits is refused instead. See `docs/handlers/file.md`.
 *
 * @example
 * new EventLog({ handlers: [new FileHandler("event.log")], allowedSchemas: ["hub.jupyter.org/server-action"] });
 */
export class FileHandler implements Handler {
  static readonly optionsSchema: OptionsSchema = {
    type: "object",
    properties: {
      filename: { type: "string", minLength: 1 },
      mode: { enum: ["a", "w"] },
      encoding: { enum: ["utf-8", "utf8"] },
      delay: { type: "boolean" },
      maxBuffer: { type: "integer", minimum: 1 },
      ...syncOptions,
    },
    required: ["filename"],
    additionalProperties: false,
  };

  /** Makes a handler of a configuration file's options. `encoding` is there for Python's sake: it can only be UTF-8. */
  static fromOptions({ filename, encoding: _, ...options }: Record<string, unknown>): FileHandler {
    return new this(filename as string, options);
  }

  /** As it was given: only a log knows where relative ones start. */
  readonly filename: string;
  readonly #mode: "a" | "w";
  readonly #delay: boolean;
  readonly #maxBuffer: number;
  readonly #backlog: Backlog;
  readonly #syncs: SyncSchedule;
  #file: LineFile | undefined;
  #report: HandlerContext["report"] = () => {};
  #tellDropped: NonNullable<HandlerContext["dropped"]> = () => {};
  readonly #queue = new LineQueue();
  #writing = false;
  #failure: Error | undefined;
  #handled = 0;
  /** Since the last message about it, and in all. */
  #dropped = 0;
  #droppedInAll = 0;
  #retry: NodeJS.Timeout | undefined;
  readonly #closing = new Closing();

  /** @param filename relative ones start at the configuration file's folder, or the current one */
  constructor(filename: string | URL, options: FileHandlerOptions = {}) {
    const path = filename instanceof URL ? fileURLToPath(filename) : filename;
    if (typeof path !== "string" || path === "") {
      throw new EventLogError("invalid-option", "FileHandler needs the name of a file");
    }
    const { mode = "a", delay = false, maxBuffer } = options;
    if (mode !== "a" && mode !== "w") {
      throw new EventLogError("invalid-option", 'the mode of a FileHandler is "a" or "w"');
    }
    this.filename = path;
    this.#mode = mode;
    this.#delay = delay;
    this.#maxBuffer = bufferLimit("FileHandler", maxBuffer);
    this.#backlog = new Backlog(this.#maxBuffer, () => this.#queue.length);
    this.#syncs = new SyncSchedule(options, () => this.#await(true).catch(() => {}));
  }

  get name(): string {
    return `${this.constructor.name} ${this.filename}`;
  }

  get acknowledges(): Acknowledgement {
    return this.#syncs.mode === "never" ? "accepted" : "durable";
  }

  get statistics(): HandlerStatistics {
    const confirmed = this.#handled - this.#queue.lines;
    return { handled: this.#handled, confirmed, dropped: this.#droppedInAll };
  }

  /** @throws {HandlerError} where the file cannot be opened (not with `delay`) */
  open(context: HandlerContext): void {
    this.#closing.assertOpenable();
    this.#report = context.report;
    this.#tellDropped = (count) => context.dropped?.(count);
    // Taken out of a log and put in again: it goes on where it was, and `w` does not empty the file twice.
    if (this.#file !== undefined) return;
    const file = this.makeFile(resolve(context.directory, this.filename), {
      truncate: this.#mode === "w",
      durable: this.#syncs.mode !== "never",
      report: (problem) => this.#report(problem),
    });
    if (!this.#delay) file.open();
    this.#file = file;
  }

  /** The file that is written; handlers that rotate make theirs. */
  protected makeFile(path: string, setup: LineFileSetup): LineFile {
    return new LogFile(path, setup);
  }

  handle(record: EventRecord): void {
    if (this.#closing.closed) {
      this.#closing.dropLate(this.#report);
      return;
    }
    if (this.#isFull()) {
      this.#drop();
      return;
    }
    this.#handled++;
    this.#queue.append(record.line);
    // With a failing file the timer tries again; trying at each event would only burn time.
    if (this.#failure === undefined) this.#startWriting();
    else this.#retryLater();
  }

  async keep(record: EventRecord, level?: Acknowledgement): Promise<void> {
    const { error } = await this.keepAll([record], level);
    if (error !== undefined) throw error;
  }

  keepAll(records: readonly EventRecord[], level: Acknowledgement = "durable"): Promise<KeptRecords> {
    const refusal = this.#closing.closed ? new HandlerError("closed") : this.#refusal(level);
    if (refusal !== undefined) return Promise.resolve({ kept: 0, error: refusal });
    this.#handled += records.length;
    if (level === "accepted") {
      for (const { line } of records) this.#queue.append(line);
      this.#startWriting();
      return Promise.resolve({ kept: records.length });
    }
    const lines = records.map(({ line }) => line);
    const outcome = this.#queue.appendAwaited(lines, true);
    this.#startWriting();
    return this.#counting(lines.length, outcome);
  }

  /** Takes back what was counted of lines that were refused. Apart from `keepAll`: what waits keeps no lines alive. */
  async #counting(lines: number, outcome: Promise<KeptRecords>): Promise<KeptRecords> {
    const { kept } = await outcome;
    this.#handled -= lines - kept;
    return outcome;
  }

  /** @param level `durable` syncs as well. Default: all that was handled before can be read in the file */
  async flush(level: Acknowledgement = "accepted"): Promise<void> {
    const durable = level !== "accepted";
    if (this.#queue.empty && !(durable && this.#syncs.pending)) return;
    await this.#await(durable);
  }

  #await(durable: boolean): Promise<void> {
    const written = this.#queue.await(durable);
    this.#startWriting();
    return written;
  }

  close(): Promise<void> {
    return this.#closing.close(() => this.#drain());
  }

  async #drain(): Promise<void> {
    try {
      await this.flush("durable");
    } catch (error) {
      const reason = (error as Error).message;
      const lost = counted(this.#queue.lines + this.#dropped);
      throw new HandlerError(`closed; ${lost} could not be written: ${reason}`, { cause: error });
    } finally {
      clearTimeout(this.#retry);
      this.#syncs.stop();
      this.#queue.clear();
      this.#dropped = 0;
      await this.#file?.close();
    }
  }

  #refusal(level: Acknowledgement): Error | undefined {
    if (this.#isFull()) return this.#failure ?? new HandlerError("the buffer is full");
    return level === "accepted" ? this.#failure : undefined;
  }

  /** A failing file takes nothing however long we wait, so then each event counts at once. */
  #isFull(): boolean {
    return this.#failure === undefined ? this.#backlog.full : this.#queue.length > this.#maxBuffer;
  }

  #drop(): void {
    this.#dropped++;
    this.#droppedInAll++;
    this.#tellDropped(1);
    if (this.#dropped === 1) this.#report(new HandlerError("the buffer is full; events are dropped"));
  }

  /** Starts writing what waits, unless that is under way. */
  #startWriting(): void {
    if (this.#writing) return;
    this.#writing = true;
    void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    // Lets the events of this turn come together, so that they cost one write.
    await new Promise(setImmediate);
    for (let block = this.#queue.take(); block !== undefined; block = this.#queue.take()) {
      try {
        await this.#write(block);
      } catch (error) {
        this.#giveBack(block, error as Error);
        break;
      }
      this.#queue.finish(block);
      this.#recover();
    }
    // In the same turn as the last look at the queue, so that nothing can slip in between and wait for nothing.
    this.#writing = false;
  }

  /** Writes a block, and syncs it where that is to be. @throws {AppendError | SyncError} */
  async #write(block: LineBlock): Promise<void> {
    const file = this.#file;
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
    this.#queue.giveBack(block, error);
    const news = this.#failure?.message !== error.message;
    this.#failure = error;
    this.#retryLater();
    if (news) this.#report(error);
  }

  /** Tries again in a while, if there is something to try for. The timer alone keeps no process alive. */
  #retryLater(): void {
    if (this.#retry !== undefined || this.#queue.empty || this.#closing.closed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#startWriting();
    }, retryDelay).unref();
  }

  #recover(): void {
    const failed = this.#failure !== undefined;
    if (!failed && (this.#dropped === 0 || !this.#backlog.roomy)) return;
    const lost = this.#dropped > 0 ? `; ${counted(this.#dropped)} dropped meanwhile` : "";
    this.#failure = undefined;
    this.#dropped = 0;
    this.#report(new HandlerError(`${failed ? "can be written again" : "keeps up again"}${lost}`));
  }
}
