import type { Writable } from "node:stream";
import type { Acknowledgement } from "../acknowledgement.js";
import { EventLogError, HandlerError } from "../errors.js";
import { asError } from "../foreign-code.js";
import type { EventRecord, Handler, HandlerContext } from "../handler.js";
import type { HandlerStatistics } from "../statistics.js";
import { Backlog, bufferLimit, counted } from "./backlog.js";
import { Closing } from "./closing.js";

export interface StreamHandlerOptions {
  /**
   * How much may wait in the stream for a slow reader, as the stream counts it: bytes, or characters. Beyond that new
   * events are dropped and counted, as a stream buffers without bound otherwise. Default: 16 Mi.
   */
  readonly maxBuffer?: number;
}

const standardStreams: Readonly<Record<string, () => Writable>> = {
  stdout: () => process.stdout,
  "ext://sys.stdout": () => process.stdout,
  stderr: () => process.stderr,
  "ext://sys.stderr": () => process.stderr,
};

/**
 * Writes each event as a line to a Node stream. The stream stays the caller's: closing the handler does not end it.
 *
 * @example
 * new EventLog({ handlers: [new StreamHandler(process.stdout)], allowedSchemas: ["hub.jupyter.org/server-action"] });
 */
export class StreamHandler implements Handler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      stream: { enum: Object.keys(standardStreams) },
      maxBuffer: { type: "integer", minimum: 1 },
    },
    additionalProperties: false,
  };

  /** Makes a handler of a configuration file's options; without `stream` it writes to standard error, as Python's. */
  static fromOptions({ stream = "stderr", ...options }: Record<string, unknown>): StreamHandler {
    const open = standardStreams[stream as string] ?? standardStreams.stderr;
    return new this((open as () => Writable)(), options);
  }

  readonly #stream: Writable;
  readonly #backlog: Backlog;
  #report: HandlerContext["report"] = () => {};
  #tellDropped: NonNullable<HandlerContext["dropped"]> = () => {};
  #failure: Error | undefined;
  /** Events dropped, or taken by the stream and not written. */
  #lost = 0;
  /** In all: dropped for want of room or a stream, and taken by the stream and not written. */
  #dropped = 0;
  #failed = 0;
  /** Events that the stream has taken, and has called back about; it does so in their order. */
  #taken = 0;
  #answered = 0;
  #flushes: { readonly upTo: number; readonly settle: () => void }[] = [];
  readonly #closing = new Closing();
  readonly #onError = (error: Error) => void this.#fail(error);

  constructor(stream: Writable, options: StreamHandlerOptions = {}) {
    if (typeof stream?.write !== "function") {
      throw new EventLogError("invalid-option", "StreamHandler needs a writable stream");
    }
    this.#stream = stream;
    this.#backlog = new Backlog(bufferLimit("StreamHandler", options.maxBuffer), () => stream.writableLength);
    stream.on("error", this.#onError);
  }

  get name(): string {
    if (this.#stream === process.stdout) return "StreamHandler stdout";
    if (this.#stream === process.stderr) return "StreamHandler stderr";
    return "StreamHandler";
  }

  /** What a stream has called back about is confirmed; what lies behind it, such as a pipe, is not ours to see. */
  get acknowledges(): Acknowledgement {
    return "accepted";
  }

  get statistics(): HandlerStatistics {
    return {
      handled: this.#taken,
      confirmed: this.#answered - this.#failed,
      dropped: this.#dropped + this.#failed,
    };
  }

  open(context: HandlerContext): void {
    this.#closing.assertOpenable();
    this.#report = context.report;
    this.#tellDropped = (count) => context.dropped?.(count);
  }

  handle(record: EventRecord): void {
    if (this.#closing.closed) {
      this.#closing.dropLate(this.#report);
      return;
    }
    const refusal = this.#refusal();
    if (refusal !== undefined) {
      this.#drop(refusal);
      return;
    }
    this.#write(record);
    this.#recover();
  }

  async ready(): Promise<void> {
    const refusal = this.#closing.closed ? new HandlerError("closed") : this.#refusal();
    if (refusal !== undefined) throw refusal;
  }

  async keep(record: EventRecord): Promise<void> {
    const refusal = this.#closing.closed ? new HandlerError("closed") : this.#refusal();
    if (refusal !== undefined) throw refusal;
    await new Promise<void>((resolve, reject) => {
      this.#write(record, (error) => (error === undefined ? resolve() : reject(error)));
    });
  }

  async flush(): Promise<void> {
    // Once closed, what was lost has been told.
    if (this.#closing.outcome !== undefined) return this.#closing.outcome.catch(() => {});
    await this.#answers();
    if (this.#failure !== undefined) throw this.#failure;
  }

  close(): Promise<void> {
    return this.#closing.close(() => this.#drain());
  }

  async #drain(): Promise<void> {
    try {
      await this.#answers();
      this.#recover();
      if (this.#failure === undefined || this.#lost === 0) return;
      throw new HandlerError(`closed; ${counted(this.#lost)} lost: ${this.#failure.message}`, {
        cause: this.#failure,
      });
    } finally {
      ignoreErrors(this.#stream);
      this.#stream.off("error", this.#onError);
    }
  }

  /** Waits for the stream's answers, not for an empty write: a reader of chunks would get to see that. */
  async #answers(): Promise<void> {
    if (this.#answered === this.#taken || this.#failure !== undefined) return;
    await new Promise<void>((settle) => this.#flushes.push({ upTo: this.#taken, settle }));
  }

  #write(record: EventRecord, settle?: (error?: Error) => void): void {
    const answer = (error?: Error | null) => {
      if (error) {
        this.#lost++;
        this.#failed++;
        this.#fail(error);
      }
      this.#answered++;
      settle?.(error ? this.#failure : undefined);
      this.#settleFlushes();
    };
    this.#taken++;
    try {
      this.#stream.write(`${record.line}\n`, answer);
    } catch (error) {
      answer(asError(error));
    }
  }

  #settleFlushes(): void {
    const due = (upTo: number) => this.#failure !== undefined || upTo <= this.#answered;
    while (this.#flushes[0] !== undefined && due(this.#flushes[0].upTo)) this.#flushes.shift()?.settle();
  }

  #refusal(): Error | undefined {
    if (this.#stream.destroyed || this.#stream.writableEnded) this.#fail(new Error("the stream has ended"));
    if (this.#failure !== undefined) return this.#failure;
    if (this.#backlog.full) return new HandlerError("the reader is too slow; events are dropped");
    return undefined;
  }

  #drop(refusal: Error): void {
    this.#lost++;
    this.#dropped++;
    this.#tellDropped(1);
    if (this.#lost === 1 && refusal !== this.#failure) this.#report(refusal);
  }

  #recover(): void {
    if (this.#lost === 0 || this.#failure !== undefined || !this.#backlog.roomy) return;
    const lost = counted(this.#lost);
    this.#lost = 0;
    this.#report(new HandlerError(`the reader keeps up again; ${lost} dropped meanwhile`));
  }

  /** A stream that failed stays failed: Node destroys it. */
  #fail(error: Error): void {
    if (this.#failure !== undefined) return;
    const { code, message } = error as NodeJS.ErrnoException;
    const text = code === "EPIPE" ? "nobody reads the stream any more" : message;
    this.#failure = new HandlerError(`${text}; events are dropped`, { cause: error });
    this.#settleFlushes();
    this.#report(this.#failure);
  }
}

const ignored = new WeakSet<Writable>();

/**
 * A stream without a listener for errors ends the process when its reader goes away, and the stream outlives the
 * handler. One listener for each stream, however many handlers it has seen.
 */
function ignoreErrors(stream: Writable): void {
  if (ignored.has(stream)) return;
  ignored.add(stream);
  stream.on("error", () => {});
}
