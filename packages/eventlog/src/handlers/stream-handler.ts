import type { Writable } from "node:stream";
import { EventLogError, HandlerError } from "../errors.js";
import type { EventRecord, Handler, HandlerContext } from "../handler.js";

export interface StreamHandlerOptions {
  /**
   * How many bytes may wait in the stream for a slow reader. Beyond them new events are dropped and counted, as a
   * stream buffers without bound otherwise. Default: 16 MiB.
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
    return new StreamHandler((open as () => Writable)(), options);
  }

  readonly #stream: Writable;
  readonly #maxBuffer: number;
  #report: HandlerContext["report"] = () => {};
  #failure: Error | undefined;
  #closed = false;

  constructor(stream: Writable, options: StreamHandlerOptions = {}) {
    if (typeof stream?.write !== "function") {
      throw new EventLogError("invalid-option", "StreamHandler needs a writable stream");
    }
    this.#stream = stream;
    this.#maxBuffer = options.maxBuffer ?? 16 * 1024 * 1024;
    // A stream without a listener for errors ends the process when its reader goes away. It stays after close(), as
    // the stream outlives the handler.
    stream.on("error", (error) => this.#fail(error));
  }

  get name(): string {
    if (this.#stream === process.stdout) return "StreamHandler stdout";
    if (this.#stream === process.stderr) return "StreamHandler stderr";
    return "StreamHandler";
  }

  open(context: HandlerContext): void {
    this.#report = context.report;
  }

  handle(record: EventRecord): void {
    const refusal = this.#refusal();
    if (refusal === undefined) this.#stream.write(`${record.line}\n`);
    else this.#report(new HandlerError(`${refusal.message}; events are dropped`, { cause: refusal }));
  }

  async keep(record: EventRecord): Promise<void> {
    const refusal = this.#refusal();
    if (refusal !== undefined) throw refusal;
    await this.#write(`${record.line}\n`);
  }

  async flush(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    // A stream calls back in order, so that an empty write tells when all before it is through.
    if (this.#stream.writableLength > 0) await this.#write("");
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.flush();
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(text, (error) => {
        if (error) reject(this.#fail(error));
        else resolve();
      });
    });
  }

  #refusal(): Error | undefined {
    if (this.#closed) return new HandlerError("closed");
    if (this.#failure !== undefined) return this.#failure;
    if (this.#stream.destroyed || this.#stream.writableEnded) return new HandlerError("the stream has ended");
    if (this.#stream.writableLength > this.#maxBuffer) return new HandlerError("the reader is too slow");
    return undefined;
  }

  /** A stream that failed stays failed: Node destroys it. */
  #fail(error: Error): Error {
    if (this.#failure === undefined) {
      const { code, message } = error as NodeJS.ErrnoException;
      const text = code === "EPIPE" ? "nobody reads the stream any more" : message;
      this.#failure = new HandlerError(text, { cause: error });
      this.#report(this.#failure);
    }
    return this.#failure;
  }
}
