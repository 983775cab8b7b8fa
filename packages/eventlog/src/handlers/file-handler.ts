import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Acknowledgement } from "../acknowledgement.js";
import { EventLogError, HandlerError } from "../errors.js";
import type { EventRecord, Handler, HandlerContext, KeptRecords } from "../handler.js";
import { assertRoomFor } from "../room-on-disk.js";
import type { HandlerStatistics } from "../statistics.js";
import { Backlog, bufferLimit, counted } from "./backlog.js";
import { Closing } from "./closing.js";
import { capacityFor } from "./line-block.js";
import type { LineFile, LineFileSetup } from "./line-file.js";
import { LineWriter } from "./line-writer.js";
import { LogFile } from "./log-file.js";
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

/**
 * Appends each event as a line to a file. Events that nobody waits for are written together with those of the next five
 * milliseconds.
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
  #path = "";
  readonly #writer: LineWriter;
  #report: HandlerContext["report"] = () => {};
  #tellDropped: NonNullable<HandlerContext["dropped"]> = () => {};
  #handled = 0;
  /** Since the last message about it, and in all. */
  #dropped = 0;
  #droppedInAll = 0;
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
    this.#syncs = new SyncSchedule(options, () => this.#writer.await(true).catch(() => {}));
    this.#writer = new LineWriter(this.#syncs, this.#maxBuffer, {
      written: (mended) => this.#recover(mended),
      report: (problem) => this.#report(problem),
    });
    this.#backlog = new Backlog(this.#maxBuffer, () => this.#writer.queue.length);
  }

  get name(): string {
    return `${this.constructor.name} ${this.filename}`;
  }

  get acknowledges(): Acknowledgement {
    return this.#syncs.mode === "never" ? "accepted" : "durable";
  }

  get statistics(): HandlerStatistics {
    const confirmed = this.#handled - this.#writer.queue.lines;
    return { handled: this.#handled, confirmed, dropped: this.#droppedInAll };
  }

  /** @throws {HandlerError} where the file cannot be opened (not with `delay`) */
  open(context: HandlerContext): void {
    this.#closing.assertOpenable();
    this.#report = context.report;
    this.#tellDropped = (count) => context.dropped?.(count);
    // Taken out of a log and put in again: it goes on where it was, and `w` does not empty the file twice.
    if (this.#writer.file !== undefined) return;
    this.#path = resolve(context.directory, this.filename);
    const file = this.makeFile(this.#path, {
      truncate: this.#mode === "w",
      durable: this.#syncs.mode !== "never",
      report: (problem) => this.#report(problem),
    });
    if (!this.#delay) file.open();
    this.#writer.file = file;
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
    if (this.#isFull(record.line)) {
      this.#drop();
      return;
    }
    this.#handled++;
    this.#writer.queue.append(record.line);
    this.#writer.startUnawaited();
  }

  /** Finds out whether what failed still fails, and whether the disk has room. */
  async ready(): Promise<void> {
    if (this.#closing.closed) throw new HandlerError("closed");
    const writer = this.#writer;
    if (this.#isFull()) throw writer.failure ?? new HandlerError("the buffer is full");
    if (writer.failure !== undefined) await writer.await(true);
    await assertRoomFor(this.#path, writer.queue.length);
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
      for (const { line } of records) this.#writer.queue.append(line);
      this.#writer.startUnawaited();
      return Promise.resolve({ kept: records.length });
    }
    const lines = records.map(({ line }) => line);
    const outcome = this.#writer.queue.appendAwaited(lines, true);
    this.#writer.start();
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
    if (this.#writer.queue.empty && !(durable && this.#syncs.pending)) return;
    await this.#writer.await(durable);
  }

  close(): Promise<void> {
    return this.#closing.close(() => this.#drain());
  }

  async #drain(): Promise<void> {
    this.#writer.end();
    try {
      await this.flush("durable");
    } catch (error) {
      const reason = (error as Error).message;
      const lost = counted(this.#writer.queue.lines + this.#dropped);
      throw new HandlerError(`closed; ${lost} could not be written: ${reason}`, { cause: error });
    } finally {
      this.#dropped = 0;
      await this.#writer.close();
    }
  }

  #refusal(level: Acknowledgement): Error | undefined {
    if (this.#isFull()) return this.#writer.failure ?? new HandlerError("the buffer is full");
    return level === "accepted" ? this.#writer.failure : undefined;
  }

  /**
   * A failing file takes nothing however long we wait, so then each event counts at once.
   *
   * @param line all that is to be added now, where that is known
   */
  #isFull(line?: string): boolean {
    if (this.#writer.failure !== undefined) return this.#writer.queue.length > this.#maxBuffer;
    return line === undefined ? this.#backlog.full : this.#backlog.isFullFor(capacityFor(line.length));
  }

  #drop(): void {
    this.#dropped++;
    this.#droppedInAll++;
    this.#tellDropped(1);
    if (this.#dropped === 1) this.#report(new HandlerError("the buffer is full; events are dropped"));
  }

  /** A block is written: tells so after a failure, and what that has cost. */
  #recover(mended: boolean): void {
    if (!mended && (this.#dropped === 0 || !this.#backlog.roomy)) return;
    const lost = this.#dropped > 0 ? `; ${counted(this.#dropped)} dropped meanwhile` : "";
    this.#dropped = 0;
    this.#report(new HandlerError(`${mended ? "can be written again" : "keeps up again"}${lost}`));
  }
}
