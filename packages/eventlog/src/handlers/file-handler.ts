import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EventLogError, HandlerError } from "../errors.js";
import type { EventRecord, Handler, HandlerContext } from "../handler.js";
import { AppendError, LogFile } from "./log-file.js";

export interface FileHandlerOptions {
  /** `a` appends to what is there, `w` starts the file anew when the log is opened. Default: `a`. */
  readonly mode?: "a" | "w";
  /** Opens the file at the first event instead of at start-up; a wrong path then shows only there. Default: false. */
  readonly delay?: boolean;
  /**
   * How many characters of events wait in memory while the file cannot be written. When they are used up, new events
   * are dropped and counted. Default: 16 Mi.
   */
  readonly maxBuffer?: number;
}

/** An event that waits to be written; `settle` is there where its sender waits. */
interface Entry {
  readonly line: string;
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
    return new FileHandler(filename as string, options);
  }

  readonly #filename: string;
  readonly #options: Required<FileHandlerOptions>;
  #file: LogFile | undefined;
  #report: HandlerContext["report"] = () => {};
  #closed = false;

  #entries: Entry[] = [];
  #length = 0;
  /** Entries taken in, and entries done with (written, or given up), since the start. */
  #accepted = 0;
  #finished = 0;
  #dropped = 0;
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;
  #retry: NodeJS.Timeout | undefined;

  /** @param filename relative ones start at the configuration file's folder, or the current one */
  constructor(filename: string | URL, options: FileHandlerOptions = {}) {
    const path = filename instanceof URL ? fileURLToPath(filename) : filename;
    if (typeof path !== "string" || path === "") {
      throw new EventLogError("invalid-option", "FileHandler needs the name of a file");
    }
    this.#filename = path;
    this.#options = { mode: "a", delay: false, maxBuffer: 16 * 1024 * 1024, ...options };
  }

  get name(): string {
    return `FileHandler ${this.#filename}`;
  }

  /** @throws {HandlerError} where the file cannot be opened (not with `delay`) */
  open(context: HandlerContext): void {
    const path = isAbsolute(this.#filename)
      ? this.#filename
      : join(resolve(context.directory), this.#filename);
    this.#file = new LogFile(path);
    this.#report = context.report;
    if (!this.#options.delay || this.#options.mode === "w")
      this.#file.open({ truncate: this.#options.mode === "w" });
  }

  handle(record: EventRecord): void {
    if (this.#closed || this.#length > this.#options.maxBuffer) {
      this.#dropped++;
      this.#report(
        new HandlerError(
          this.#closed ? "closed; an event was dropped" : "the buffer is full; events are dropped",
        ),
      );
      return;
    }
    this.#accept({ line: record.line });
    // With a failing file the timer tries again; trying at each event would only burn time.
    if (this.#failure === undefined) this.#startWriting();
  }

  async keep(record: EventRecord): Promise<void> {
    if (this.#closed) throw new HandlerError("closed");
    if (this.#length > this.#options.maxBuffer) throw this.#failure ?? new HandlerError("the buffer is full");
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error) => (error === undefined ? resolve() : reject(error));
      this.#accept({ line: record.line, settle });
      this.#startWriting();
    });
  }

  async flush(): Promise<void> {
    const target = this.#accepted;
    while (this.#finished < target) {
      await this.#startWriting();
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.flush();
    } catch (error) {
      throw new HandlerError(
        `${this.#entries.length} events could not be written: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    } finally {
      clearTimeout(this.#retry);
      this.#file?.close();
    }
  }

  #accept(entry: Entry): void {
    this.#entries.push(entry);
    this.#length += entry.line.length;
    this.#accepted++;
  }

  /** Starts writing what waits, unless that is under way. */
  #startWriting(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    // Lets the events of this turn come together, so that they cost one write.
    await new Promise(setImmediate);
    do {
      const portion = this.#takePortion();
      try {
        await this.#write(portion);
        this.#recover();
      } catch (error) {
        this.#giveBack(portion, error as AppendError);
        return;
      }
    } while (this.#entries.length > 0);
  }

  async #write(portion: readonly Entry[]): Promise<void> {
    if (this.#file === undefined)
      throw new AppendError("not opened: give the handler to an EventLog first", 0, undefined);
    await this.#file.append(Buffer.from(portion.map((entry) => `${entry.line}\n`).join("")));
    this.#finish(portion);
  }

  #takePortion(): Entry[] {
    let count = 0;
    for (let length = 0; count < this.#entries.length && length < portionLength; count++) {
      length += (this.#entries[count] as Entry).line.length;
    }
    return this.#entries.splice(0, count);
  }

  #finish(portion: readonly Entry[]): void {
    for (const { line, settle } of portion) {
      this.#length -= line.length;
      this.#finished++;
      settle?.();
    }
  }

  /** Sorts out a portion that was written in part or not at all: what nobody waits for stays, in its order. */
  #giveBack(portion: readonly Entry[], error: AppendError): void {
    this.#failure = error;
    let bytes = 0;
    let whole = 0;
    while (whole < portion.length && bytes < error.kept) {
      bytes += Buffer.byteLength((portion[whole] as Entry).line) + 1;
      whole++;
    }
    this.#finish(portion.slice(0, whole));
    const rest = portion.slice(whole);
    const refused = [...rest, ...this.#entries].filter((entry) => entry.settle !== undefined);
    this.#entries = [...rest, ...this.#entries].filter((entry) => entry.settle === undefined);
    for (const { line, settle } of refused) {
      this.#length -= line.length;
      this.#finished++;
      settle?.(error);
    }
    this.#report(error);
    clearTimeout(this.#retry);
    // Without events to save there is nothing to try for; and the timer alone keeps no process alive.
    if (this.#entries.length > 0 && !this.#closed)
      this.#retry = setTimeout(() => void this.#startWriting(), retryDelay).unref();
  }

  #recover(): void {
    if (this.#failure === undefined && this.#dropped === 0) return;
    const lost = this.#dropped > 0 ? `; ${this.#dropped} events were dropped` : "";
    this.#failure = undefined;
    this.#dropped = 0;
    this.#report(new HandlerError(`can be written again${lost}`));
  }
}
