import { HandlerError } from "../errors.js";
import { asError } from "../foreign-code.js";
import type { Spool } from "../spool/spool.js";
import type { SpooledEvent } from "../spool/spooled-event.js";
import { Backoff } from "./backoff.js";
import type { DeadLetters } from "./dead-letters.js";
import { BatchRefused, type Destination, type Refusal, RetryLater } from "./destination.js";
import { failureInWords } from "./failure-words.js";
import { Pause } from "./pause.js";
import type { CheckedSpoolOptions } from "./spool-options.js";
import { Waiters } from "./waiters.js";

/** What a delivery tells its handler. */
export interface DeliveryNotices {
  /** Events have left the spool. */
  confirmed(): void;
  /** Events are lost. */
  dropped(count: number): void;
  /** True when more events are on their way into the spool. */
  expectsMore(): boolean;
  report(problem: Error): void;
}

/** Takes events out of a spool in their order and brings them to a destination, batch after batch. */
export class Delivery {
  readonly #spool: Spool;
  readonly #destination: Destination;
  readonly #deadLetters: DeadLetters;
  readonly #options: CheckedSpoolOptions;
  readonly #notices: DeliveryNotices;
  readonly #backoff: Backoff;
  readonly #waiters = new Waiters();
  readonly #running: Promise<void>;
  /** Where the loop waits for events, for more of them, or for the next attempt. */
  readonly #idle = new Pause();
  readonly #linger = new Pause();
  readonly #retry = new Pause();
  #sending: AbortController | undefined;
  /** Parts of the batch under way that are not confirmed yet. */
  #parts: (readonly SpooledEvent[])[] = [];
  #failure: Error | undefined;
  readonly #told = new Set<string>();
  /** The destination has asked for time. */
  #asked = false;
  #refuses = false;
  #finishing = false;
  #stopped = false;
  #confirmed = 0;
  #retried = 0;
  #deadLettered = 0;

  constructor(
    spool: Spool,
    destination: Destination,
    deadLetters: DeadLetters,
    options: CheckedSpoolOptions,
    notices: DeliveryNotices,
  ) {
    this.#spool = spool;
    this.#destination = destination;
    this.#deadLetters = deadLetters;
    this.#options = options;
    this.#notices = notices;
    this.#backoff = new Backoff(options.retryDelay, options.maxRetryDelay);
    this.#running = this.#run();
  }

  get statistics(): { confirmed: number; retried: number; deadLettered: number } {
    return { confirmed: this.#confirmed, retried: this.#retried, deadLettered: this.#deadLettered };
  }

  /** The oldest event that is not confirmed, once it was read. */
  get oldest(): SpooledEvent | undefined {
    return this.#parts[0]?.[0];
  }

  /** There are new events in the spool. */
  wake(): void {
    this.#idle.end();
  }

  /** Waits until the destination has an event. */
  waitFor(position: number, resolve: () => void, reject: (error: Error) => void): void {
    this.#waiters.add({ position, impatient: false, resolve, reject });
  }

  /** Resolves once the destination has all up to a position; rejects when an attempt fails meanwhile. */
  flush(position: number): Promise<void> {
    if (position <= this.#spool.confirmed) return Promise.resolve();
    if (this.#asked && this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiters.add({ position, impatient: true, resolve, reject });
      this.#hurry();
    });
  }

  /** Events up to a position were given up. */
  giveUp(position: number): void {
    const inHand = this.#parts.at(-1)?.at(-1)?.position ?? 0;
    this.#waiters.reject(
      inHand + 1,
      position,
      new HandlerError("the event was dropped to make room in the spool"),
    );
  }

  /** Delivers what is there, for so long at most and only while it works, and stops. */
  async finish(milliseconds: number): Promise<void> {
    this.#finishing = true;
    // When the destination has asked for time, there is none left for another attempt.
    if (this.#asked || milliseconds === 0) this.#stop();
    const timer = setTimeout(() => this.#stop(), milliseconds);
    this.#hurry();
    this.#idle.end();
    await this.#running;
    clearTimeout(timer);
    const error = new HandlerError("closed; the event waits in the spool and is sent after the next start");
    this.#waiters.reject(0, Number.POSITIVE_INFINITY, error);
  }

  #stop(): void {
    this.#stopped = true;
    this.#sending?.abort(new HandlerError("closed"));
    this.#hurry();
    this.#idle.end();
  }

  #hurry(): void {
    this.#linger.end();
    if (!this.#asked || this.#stopped) this.#retry.end();
  }

  async #run(): Promise<void> {
    // Not in the constructor of whoever makes it.
    await new Promise(setImmediate);
    while (!this.#stopped) {
      const { last } = this.#spool;
      const batch = await this.#nextBatch();
      if (batch.length > 0) await this.#deliver(batch);
      else if (this.#finishing && !this.#notices.expectsMore()) return;
      // What came while it looked is looked for again.
      else if (this.#spool.last === last && !this.#stopped) await this.#idle.wait();
    }
  }

  async #nextBatch(): Promise<readonly SpooledEvent[]> {
    const { batchEvents, batchBytes, linger } = this.#options;
    try {
      const batch = await this.#spool.read(batchEvents, batchBytes);
      if (linger === 0 || batch.length === 0 || batch.length === batchEvents || this.#finishing) return batch;
      await this.#linger.wait(linger);
      const bytes = batch.reduce((sum, { line }) => sum + line.length, 0);
      if (bytes >= batchBytes) return batch;
      return [...batch, ...(await this.#spool.read(batchEvents - batch.length, batchBytes - bytes))];
    } catch (error) {
      await this.#fail(new HandlerError("the spool cannot be read", { cause: error }));
      return [];
    }
  }

  async #deliver(batch: readonly SpooledEvent[]): Promise<void> {
    this.#parts = [batch];
    for (let part = this.#parts[0]; part !== undefined && !this.#stopped; part = this.#parts[0]) {
      try {
        const refused = await this.#send(part);
        if (refused.length > 0) await this.#bury(refused);
        if (this.#stopped && refused.length > 0) return;
        this.#succeed(part, refused);
      } catch (error) {
        if (error instanceof BatchRefused) this.#halve(part);
        else await this.#fail(error);
      }
    }
  }

  /** @returns what is refused for good; all else has arrived */
  async #send(part: readonly SpooledEvent[]): Promise<readonly Refusal[]> {
    const sending = new AbortController();
    this.#sending = sending;
    const { timeout } = this.#options;
    const late = new RetryLater(`the destination has not confirmed within ${timeout} ms`);
    const timer = setTimeout(() => sending.abort(late), timeout);
    const aborted = new Promise<never>((_, reject) => {
      sending.signal.addEventListener("abort", () => reject(sending.signal.reason), { once: true });
    });
    try {
      const sent = (async () => this.#destination.send(part, sending.signal))();
      const result = await Promise.race([sent, aborted]);
      return result?.refused?.filter(({ event }) => part.includes(event)) ?? [];
    } catch (error) {
      if (sending.signal.aborted) throw sending.signal.reason;
      if (error instanceof BatchRefused && part.length === 1) {
        return [{ event: part[0] as SpooledEvent, reason: error.reason }];
      }
      throw error;
    } finally {
      clearTimeout(timer);
      this.#sending = undefined;
    }
  }

  #halve(part: readonly SpooledEvent[]): void {
    const middle = part.length >> 1;
    this.#parts.splice(0, 1, part.slice(0, middle), part.slice(middle));
  }

  /** Writes what was refused to the dead-letter file, before the spool lets go of it. */
  async #bury(refused: readonly Refusal[]): Promise<void> {
    if (!this.#refuses) {
      this.#notices.report(
        new HandlerError(`the destination refuses events for good; they are in ${this.#deadLetters.path}`),
      );
    }
    while (!this.#stopped) {
      try {
        if (await this.#deadLetters.append(refused)) {
          this.#deadLettered += refused.length;
          return;
        }
        this.#notices.dropped(refused.length);
        this.#notices.report(
          new HandlerError(
            `${this.#deadLetters.path} is full; what is refused is dropped until it is taken away`,
          ),
        );
        return;
      } catch (error) {
        await this.#fail(error);
      }
    }
  }

  #succeed(part: readonly SpooledEvent[], refused: readonly Refusal[]): void {
    const { position } = part.at(-1) as SpooledEvent;
    this.#parts.shift();
    this.#refuses = refused.length > 0;
    this.#confirmed += part.length - refused.length;
    this.#spool.confirm(position);
    this.#backoff.reset();
    this.#asked = false;
    if (this.#failure !== undefined) this.#notices.report(new HandlerError("delivers again"));
    this.#failure = undefined;
    this.#told.clear();
    const positions = new Set(refused.map(({ event }) => event.position));
    const refusal = new HandlerError(
      "the destination refuses the event for good; it is in the dead-letter file",
    );
    this.#waiters.settle(position, positions, refusal);
    this.#notices.confirmed();
  }

  /** Waits until it is time for another attempt. */
  async #fail(error: unknown): Promise<void> {
    if (this.#stopped) return;
    const reason = failureInWords(asError(error));
    this.#failure = new HandlerError(`cannot deliver: ${reason}; events wait in the spool`);
    // One that comes and goes with another is told of once.
    if (!this.#told.has(reason) && this.#told.size < 10) this.#notices.report(this.#failure);
    this.#told.add(reason);
    this.#waiters.rejectImpatient(this.#failure);
    if (this.#finishing) {
      this.#stopped = true;
      return;
    }
    const delay = error instanceof RetryLater ? error.delay : undefined;
    this.#asked = delay !== undefined;
    await this.#retry.wait(this.#backoff.next(delay));
    this.#asked = false;
    if (!this.#stopped) this.#retried++;
  }
}
