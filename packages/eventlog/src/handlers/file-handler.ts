import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EventLogError, HandlerError } from "../errors.js";
import type { EventRecord, Handler, HandlerContext } from "../handler.js";
import { Backlog, bufferLimit, counted } from "./backlog.js";
import { Closing } from "./closing.js";
import { AppendError, LogFile } from "./log-file.js";

export interface FileHandlerOptions {
  /** `a` appends to what is there, `w` empties it before the first event. Default: `a`. */
  readonly mode?: "a" | "w";
  /** Opens the file at the first event instead of at start-up; a wrong path then shows only there. Default: false. */
  readonly delay?: boolean;
  /**
   * How many characters of events wait in memory while the file cannot be written, or not fast enough. When they are
   * used up, new events are dropped and counted. Default: 16 Mi.
   */
  readonly maxBuffer?: number;
}

/** An event that waits to be written. One without text is where a flush waits for all before it. */
interface Entry {
  /** The line with its end. */
  readonly text: string;
  /** There where somebody waits; such an entry is refused when it cannot be written now. */
  readonly settle?: (error?: Error) => void;
}

/** Events are written in portions of about this many characters. */
const portionLength = 1024 * 1024;
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
  static readonly optionsSchema = {
    type: "object",
    properties: {
      filename: { type: "string", minLength: 1 },
      mode: { enum: ["a", "w"] },
      encoding: { enum: ["utf-8", "utf8"] },
      delay: { type: "boolean" },
      maxBuffer: { type: "integer", minimum: 1 },
    },
    required: ["filename"],
    additionalProperties: false,
  };

  /** Makes a handler of a configuration file's options. `encoding` is there for Python's sake: it can only be UTF-8. */
  static fromOptions({ filename, encoding: _, ...options }: Record<string, unknown>): FileHandler {
    return new this(filename as string, options);
  }

  readonly #filename: string;
  readonly #mode: "a" | "w";
  readonly #delay: boolean;
  readonly #maxBuffer: number;
  readonly #backlog: Backlog;
  #file: LogFile | undefined;
  #report: HandlerContext["report"] = () => {};

  #entries: Entry[] = [];
  /** Characters of all entries, those being written included. */
  #length = 0;
  #writing = false;
  #failure: Error | undefined;
  #dropped = 0;
  #retry: NodeJS.Timeout | undefined;
  readonly #closing = new Closing();

  /** @param filename relative ones start at the configuration file's folder, or the current one */
  constructor(filename: string | URL, options: FileHandlerOptions = {}) {
    const path = filename instanceof URL ? fileURLToPath(filename) : filename;
    if (typeof path !== "string" || path === "") {
      throw new EventLogError("invalid-option", "FileHandler needs the name of a file");
    }
    const { mode = "a", delay = false } = options;
    if (mode !== "a" && mode !== "w") {
      throw new EventLogError("invalid-option", 'the mode of a FileHandler is "a" or "w"');
    }
    this.#filename = path;
    this.#mode = mode;
    this.#delay = delay;
    this.#maxBuffer = bufferLimit("FileHandler", options.maxBuffer);
    this.#backlog = new Backlog(this.#maxBuffer, () => this.#length);
  }

  get name(): string {
    return `FileHandler ${this.#filename}`;
  }

  /** @throws {HandlerError} where the file cannot be opened (not with `delay`) */
  open(context: HandlerContext): void {
    this.#closing.assertOpenable();
    this.#report = context.report;
    // Taken out of a log and put in again: it goes on where it was, and `w` does not empty the file twice.
    if (this.#file !== undefined) return;
    const file = new LogFile(resolve(context.directory, this.#filename), { truncate: this.#mode === "w" });
    if (!this.#delay) file.open();
    this.#file = file;
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
    this.#accept({ text: `${record.line}\n` });
    // With a failing file the timer tries again; trying at each event would only burn time.
    if (this.#failure === undefined) this.#startWriting();
    else this.#retryLater();
  }

  async keep(record: EventRecord): Promise<void> {
    if (this.#closing.closed) throw new HandlerError("closed");
    if (this.#isFull()) throw this.#failure ?? new HandlerError("the buffer is full");
    await this.#acceptAndWait(`${record.line}\n`);
  }

  async flush(): Promise<void> {
    if (this.#entries.length === 0 && !this.#writing) return;
    await this.#acceptAndWait("");
  }

  close(): Promise<void> {
    return this.#closing.close(() => this.#drain());
  }

  async #drain(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      const reason = (error as Error).message;
      const lost = counted(this.#entries.length + this.#dropped);
      throw new HandlerError(`closed; ${lost} could not be written: ${reason}`, { cause: error });
    } finally {
      clearTimeout(this.#retry);
      this.#entries = [];
      this.#dropped = 0;
      this.#file?.close();
    }
  }

  /** A failing file takes nothing however long we wait, so then each event counts at once. */
  #isFull(): boolean {
    return this.#failure === undefined ? this.#backlog.full : this.#length > this.#maxBuffer;
  }

  #drop(): void {
    this.#dropped++;
    if (this.#dropped === 1) this.#report(new HandlerError("the buffer is full; events are dropped"));
  }

  #accept(entry: Entry): void {
    this.#entries.push(entry);
    this.#length += entry.text.length;
  }

  #acceptAndWait(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#accept({ text, settle: (error) => (error === undefined ? resolve() : reject(error)) });
      this.#startWriting();
    });
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
    while (this.#entries.length > 0) {
      const portion = this.#takePortion();
      try {
        await this.#append(portion);
      } catch (error) {
        this.#giveBack(portion, error as AppendError);
        break;
      }
      this.#finish(portion);
      this.#recover();
    }
    // In the same turn as the last look at the entries, so that none can slip in between and wait for nothing.
    this.#writing = false;
  }

  async #append(portion: readonly Entry[]): Promise<void> {
    const file = this.#file;
    if (file === undefined)
      throw new AppendError("not opened: give the handler to an EventLog first", 0, undefined);
    await file.append(portion.map((entry) => entry.text).join(""));
  }

  #takePortion(): Entry[] {
    let count = 0;
    for (let length = 0; count < this.#entries.length && length < portionLength; count++) {
      length += (this.#entries[count] as Entry).text.length;
    }
    return this.#entries.splice(0, count);
  }

  /** Lets go of entries that were written, or, with an error, given up. */
  #finish(entries: readonly Entry[], error?: Error): void {
    for (const { text, settle } of entries) {
      this.#length -= text.length;
      settle?.(error);
    }
  }

  /** Sorts out a portion that was written in part or not at all: what nobody waits for stays, in its order. */
  #giveBack(portion: readonly Entry[], error: AppendError): void {
    let bytes = 0;
    let whole = 0;
    for (; whole < portion.length; whole++) {
      bytes += Buffer.byteLength((portion[whole] as Entry).text);
      if (bytes > error.kept) break;
    }
    this.#finish(portion.slice(0, whole));
    const left = [...portion.slice(whole), ...this.#entries];
    this.#entries = left.filter((entry) => entry.settle === undefined);
    this.#finish(
      left.filter((entry) => entry.settle !== undefined),
      error,
    );
    const news = this.#failure?.message !== error.message;
    this.#failure = error;
    this.#retryLater();
    if (news) this.#report(error);
  }

  /** Tries again in a while, if there is something to try for. The timer alone keeps no process alive. */
  #retryLater(): void {
    if (this.#retry !== undefined || this.#entries.length === 0 || this.#closing.closed) return;
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
