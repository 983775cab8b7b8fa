import {
  decodeFrame,
  type ExecutionTracker,
  KernelMessage,
  type KernelProtocol,
  readFrameStart,
  v1Protocol,
} from "@daybook/notebook-events";
import type { StreamObserver } from "../proxy/upgrade-observer.js";
import { type CloseReason, closeReasons } from "../web-sockets/close-reasons.js";
import { FrameReader } from "../web-sockets/frame-reader.js";
import { KeptMessage, startBytes } from "../web-sockets/kept-message.js";

/** A larger answer tells nothing of how the execution went, in bytes. */
const largestAnswer = 16 * 1024 * 1024;
const nothing = Buffer.alloc(0);

/** Messages that the account of executions reads further than their headers. */
const told: ReadonlySet<string> = new Set(["execute_reply", "execute_input", "error", "status"]);
/** Stands in the header of each of them. To look for it costs much less than to parse that. */
const sign = /execute_|error|status/;

/** Reads what a kernel tells a client. Of messages that tell nothing of executions it keeps no more than their start. */
export class ServerMessages implements StreamObserver {
  readonly #tracker: ExecutionTracker;
  readonly #protocol: KernelProtocol;
  readonly #died: () => void;
  readonly #message: KeptMessage;
  readonly #reader: FrameReader;
  stopped: CloseReason | undefined;

  /** @param died is told where the server says that the process of the kernel has ended */
  constructor(tracker: ExecutionTracker, protocol: KernelProtocol, died: () => void) {
    this.#tracker = tracker;
    this.#died = died;
    this.#protocol = protocol;
    this.#message = new KeptMessage({
      most: largestAnswer,
      isNeeded: (start, isBinary) => told.has(this.#messageAt(start, isBinary)?.header?.type ?? ""),
    });
    this.#reader = new FrameReader("server", this.#message);
  }

  get isBetweenFrames(): boolean {
    return this.#reader.isBetweenFrames;
  }

  get keepsBytes(): boolean {
    return this.#message.hasKept;
  }

  look(bytes: Buffer, from: number): number {
    this.#message.hasKept = false;
    for (let at = from; at < bytes.length; at = this.#reader.at) {
      const result = this.#reader.read(bytes, at);
      if (result === "message") this.#receive();
      else if (result === "bad-frame" || result === "too-large") {
        this.stopped = closeReasons[result];
        return at;
      }
    }
    return bytes.length;
  }

  #receive(): void {
    const { bytes, isBinary, skipped } = this.#message;
    if (skipped > 0) {
      const message = this.#messageAt(bytes.subarray(0, startBytes), isBinary);
      if (message !== undefined) this.#tracker.received(message);
      return;
    }
    if (this.#protocol === v1Protocol && !this.#mayTell(bytes, isBinary)) return;
    const decoded = decodeFrame(bytes, isBinary, this.#protocol);
    // What a kernel sends is its own affair; it only tells nothing here.
    if (decoded.fault !== undefined) return;
    const message = new KernelMessage(decoded.parts);
    this.#tracker.received(message);
    if (saysThatItDied(message)) this.#died();
  }

  #mayTell(bytes: Buffer, isBinary: boolean): boolean {
    const header = readFrameStart(bytes, isBinary, this.#protocol)?.header;
    return header !== undefined && sign.test(header.toString("latin1"));
  }

  /** A message of which only the start is there; its content counts as empty. */
  #messageAt(start: Buffer, isBinary: boolean): KernelMessage | undefined {
    const read = readFrameStart(start, isBinary, this.#protocol);
    if (read === undefined) return undefined;
    const parts = { channel: "shell" as const, metadata: nothing, content: nothing, buffers: [] };
    return new KernelMessage({ ...read, ...parts });
  }
}

/** A server tells so in the place of a kernel that cannot: in a message that answers nothing. */
function saysThatItDied(message: KernelMessage): boolean {
  if (message.parent !== undefined) return false;
  return message.executionState === "restarting" || message.executionState === "dead";
}
