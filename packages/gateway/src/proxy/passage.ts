import type { Duplex } from "node:stream";
import type { CloseReason } from "../web-sockets/close-reasons.js";
import { takeBytes } from "./reused-reads.js";
import type { StreamObserver } from "./upgrade-observer.js";

/** What a passage is told of. */
export interface PassageEvents {
  /** The observer wants the connection closed. Nothing passes any more. */
  readonly refused: (reason: CloseReason) => void;
  /** Something has passed. */
  readonly passed?: () => void;
}

/**
 * Passes on what one side of a connection sends, as fast as the other side reads it, and its end. What an observer holds
 * back waits, and what is behind it is not read meanwhile.
 */
export class Passage {
  readonly #from: Duplex;
  readonly #to: Duplex;
  readonly #observer: StreamObserver | undefined;
  readonly #events: PassageEvents;
  #isFull = false;
  #isAsking = false;
  #hasEnded = false;
  #isStopped = false;

  constructor(from: Duplex, to: Duplex, observer: StreamObserver | undefined, events: PassageEvents) {
    this.#from = from;
    this.#to = to;
    this.#observer = observer;
    this.#events = events;
    to.on("drain", () => {
      this.#isFull = false;
      this.#readOrWait();
    });
    from.on("end", () => {
      this.#hasEnded = true;
      this.#endOther();
    });
    takeBytes(from, (bytes) => {
      this.#pass(bytes, 0);
      // What was written is gone only once it is with the system.
      return !this.#isAsking && this.#observer?.keepsBytes !== true && this.#to.writableLength === 0;
    });
  }

  /** Passes nothing more; what still comes is dropped. */
  stop(): void {
    this.#isStopped = true;
    this.#readOrWait();
  }

  #pass(bytes: Buffer, from: number): void {
    if (this.#isStopped) return;
    const until = this.#observer?.look(bytes, from) ?? bytes.length;
    if (until > from) {
      const part = from === 0 && until === bytes.length ? bytes : bytes.subarray(from, until);
      if (!this.#to.write(part)) this.#isFull = true;
      this.#events.passed?.();
    }
    if (until < bytes.length) this.#ask(bytes, until);
    this.#readOrWait();
  }

  #ask(bytes: Buffer, from: number): void {
    const stopped = this.#observer?.stopped;
    if (!(stopped instanceof Promise)) {
      this.#refuse(stopped);
      return;
    }
    this.#isAsking = true;
    // It does not reject.
    void stopped.then((reason) => {
      this.#isAsking = false;
      if (reason !== undefined) this.#refuse(reason);
      else this.#pass(bytes, from);
      this.#endOther();
    });
  }

  #refuse(reason: CloseReason | undefined): void {
    if (this.#isStopped || reason === undefined) return;
    this.stop();
    this.#events.refused(reason);
  }

  #endOther(): void {
    if (this.#hasEnded && !this.#isAsking && !this.#isStopped) this.#to.end();
  }

  #readOrWait(): void {
    if ((this.#isFull || this.#isAsking) && !this.#isStopped) this.#from.pause();
    else this.#from.resume();
  }
}
