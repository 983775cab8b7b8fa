import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Destination,
  HandlerError,
  RetryLater,
  type SendResult,
  type SpooledEvent,
} from "@daybook/eventlog";
import type { pino } from "pino";
import { assertInstalled, loadClient } from "./client.js";

/** The parts of thread-stream that its types leave out. */
type Stream = ReturnType<typeof pino.transport> & {
  readonly ready: boolean;
  readonly worker: { terminate(): Promise<number> };
};

/** What is used of pino. Its types leave out where a transport is looked for. */
interface Pino extends Pick<typeof pino, "levels"> {
  transport(setup: {
    readonly target: string;
    readonly options: Record<string, unknown>;
    readonly caller: string[];
    readonly worker: { readonly autoEnd: boolean };
  }): Stream;
}

/**
 * A worker thread with a transport of pino.
 *
 * ```
 *   batch ─▶ write ─▶ shared memory ─▶ │ worker: transport ─▶ its destination │
 *                                      │                                      │
 *   confirmed ◀──────── flushed ◀───── │ ◀─ flush, where the transport has it │
 * ```
 *
 * A worker that ends is replaced for the next attempt, and gets again what was not confirmed.
 */
export class PinoTransport implements Destination {
  /** Transports that cannot flush confirm what they have only read, and from here nobody can tell which those are. */
  readonly confirms = false;
  readonly #target: string;
  readonly #options: Readonly<Record<string, unknown>>;
  #callers: string[] = [];
  #worker: TransportWorker | undefined;

  constructor(target: string, options: Readonly<Record<string, unknown>>) {
    this.#target = target;
    this.#options = options;
  }

  /** @throws {HandlerError} where pino or the transport is not installed */
  open(directory: string): void {
    // A transport that comes with us, or with whoever installed us, is found too.
    this.#callers = [join(directory, "daybook.config.js"), fileURLToPath(import.meta.url)];
    assertInstalled("pino");
    if (!this.#isThere()) {
      throw new HandlerError(
        `there is no transport ${this.#target}; install its package, or name a module by its path`,
      );
    }
  }

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    const worker = this.#worker?.ended === false ? this.#worker : new TransportWorker(await this.#start());
    this.#worker = worker;
    try {
      await worker.write(batch.map(({ line }) => `${line}\n`).join(""), signal);
    } catch (error) {
      // What it still does with this batch nobody knows, and the batch is sent again.
      if (!worker.ended) await worker.terminate();
      throw error;
    }
    return {};
  }

  async close(): Promise<void> {
    await this.#worker?.end();
  }

  async #start(): Promise<Stream> {
    const { pino } = (await loadClient("pino", () => import("pino"))) as unknown as { pino: Pino };
    const { transport, levels } = pino;
    const stream = transport({
      target: this.#target,
      options: { ...this.#options },
      caller: this.#callers,
      // It is ended by us: pino would block an ending process until it has read everything.
      worker: { autoEnd: false },
    });
    // A transport may wait for what a logger of pino says of itself.
    stream.emit("message", { code: "PINO_CONFIG", config: { levels, messageKey: "msg", errorKey: "err" } });
    return stream;
  }

  #isThere(): boolean {
    if (this.#target === "pino/file") return true;
    if (this.#target.startsWith("file:")) return existsSync(new URL(this.#target));
    if (isAbsolute(this.#target)) return existsSync(this.#target);
    return this.#callers.some((caller) => {
      try {
        createRequire(caller).resolve(this.#target);
        return true;
      } catch {
        return false;
      }
    });
  }
}

/** One worker, from its start to its end. */
class TransportWorker {
  readonly #stream: Stream;
  readonly #closed: Promise<void>;
  #error: unknown;
  ended = false;

  constructor(stream: Stream) {
    this.#stream = stream;
    // Without a listener, an error would end the process.
    stream.on("error", (error: unknown) => {
      this.#error ??= error;
    });
    this.#closed = new Promise((resolve) => {
      stream.once("close", () => {
        this.ended = true;
        resolve();
      });
    });
  }

  /**
   * Gives the transport lines, and waits until it has flushed them.
   *
   * @throws {RetryLater} where the worker ends before, or the signal comes
   */
  async write(lines: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const flushed = new Promise<void>((resolve, reject) => {
      this.#stream.write(lines);
      this.#stream.flush((error) => (error ? reject(this.#failure()) : resolve()));
    });
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    const ended = this.#closed.then(() => {
      throw this.#failure();
    });
    await Promise.race([flushed, aborted, ended]);
  }

  /** Lets the transport finish what it has, and waits until it has. */
  async end(): Promise<void> {
    if (this.ended) return;
    // One that never got ready would be waited for in vain.
    if (!this.#stream.ready) return this.terminate();
    this.#stream.end();
    await this.#closed;
  }

  async terminate(): Promise<void> {
    await this.#stream.worker.terminate();
    await this.#closed;
  }

  /** Its message is not shown: it may quote an event. */
  #failure(): RetryLater {
    const { code } = (this.#error ?? {}) as NodeJS.ErrnoException;
    const shown = typeof code === "string" && /^[A-Z][A-Z0-9_]*$/.test(code) ? ` (${code})` : "";
    return new RetryLater(`the worker of the transport has ended${shown}`);
  }
}
