import {
  decodeFrame,
  type ExecutionSender,
  type ExecutionTracker,
  isExecution,
  KernelMessage,
  type KernelProtocol,
  readFrameStart,
  v1Protocol,
} from "@daybook/notebook-events";
import { isUtf8 } from "node:buffer";
import type { StreamObserver } from "../proxy/upgrade-observer.js";
import { type CloseReason, closeReasons } from "../web-sockets/close-reasons.js";
import { FrameReader } from "../web-sockets/frame-reader.js";
import { KeptMessage } from "../web-sockets/kept-message.js";

/** A message in which something may be run is not larger, in bytes: Jupyter's server takes none above 10 MiB. */
export const largestRequest = 16 * 1024 * 1024;

/** What the messages of a client are read for. */
export interface ClientMessagesParts {
  readonly tracker: ExecutionTracker;
  readonly protocol: KernelProtocol;
  readonly sender: ExecutionSender;
  /** Whether an execution can be recorded now; absent where it may happen even if not. Does not reject. */
  readonly canRecord?: (() => Promise<boolean>) | undefined;
}

/**
 * Reads what a client sends to a kernel. A request to run code has passed to the account before its last byte passes to the
 * server, and whatever cannot be read does not pass whole: nothing runs unseen.
 */
export class ClientMessages implements StreamObserver {
  readonly #parts: ClientMessagesParts;
  readonly #message: KeptMessage;
  readonly #reader: FrameReader;
  /** Where to go on in the bytes that were held back. */
  #at: number | undefined;
  stopped: CloseReason | Promise<CloseReason | undefined> | undefined;

  constructor(parts: ClientMessagesParts) {
    this.#parts = parts;
    this.#message = new KeptMessage({
      most: largestRequest,
      isNeeded: (start, isBinary) => !isHarmless(start, isBinary, parts.protocol),
    });
    this.#reader = new FrameReader("client", this.#message);
  }

  get keepsBytes(): boolean {
    return true;
  }

  get isBetweenFrames(): boolean {
    return this.#reader.isBetweenFrames;
  }

  look(bytes: Buffer, from: number): number {
    let passing = from;
    let at = this.#at ?? from;
    this.#at = undefined;
    this.stopped = undefined;
    while (at < bytes.length) {
      // What was read up to here is whole and may pass.
      if (at > passing && this.#reader.isBetweenFrames) passing = at;
      const result = this.#reader.read(bytes, at);
      at = this.#reader.at;
      if (result === "bad-frame" || result === "too-large") this.stopped = closeReasons[result];
      else if (this.#message.isTooLarge) this.stopped = closeReasons["too-large"];
      else if (result === "message") this.stopped = this.#judge();
      if (this.stopped !== undefined) {
        this.#at = at;
        return passing;
      }
    }
    return bytes.length;
  }

  /** @returns why the message may not pass, or the question whether it may */
  #judge(): CloseReason | Promise<CloseReason | undefined> | undefined {
    // Only what is harmless was not kept whole.
    if (this.#message.skipped > 0) return undefined;
    const { bytes, isBinary } = this.#message;
    const { protocol, canRecord } = this.#parts;
    if (!isBinary && !isUtf8(bytes)) return closeReasons["not-utf8"];
    const decoded = decodeFrame(bytes, isBinary, protocol);
    if (decoded.fault !== undefined) return closeReasons[decoded.fault];
    const message = new KernelMessage(decoded.parts);
    if (message.header === undefined) return closeReasons["bad-header"];
    if (!isExecution(message)) return undefined;
    if (canRecord === undefined) return this.#account(message);
    return canRecord().then((can) => (can ? this.#account(message) : closeReasons["log-unavailable"]));
  }

  #account(message: KernelMessage): CloseReason | undefined {
    const { tracker, sender } = this.#parts;
    return tracker.sent(message, sender) ? undefined : closeReasons["bad-code"];
  }
}

/** Whether the start of a message tells that nothing is run by it. In JSON another header may stand behind. */
function isHarmless(start: Buffer, isBinary: boolean, protocol: KernelProtocol): boolean {
  if (protocol !== v1Protocol) return false;
  const read = readFrameStart(start, isBinary, protocol);
  if (read === undefined) return false;
  const none = Buffer.alloc(0);
  const { header } = new KernelMessage({
    channel: "shell",
    ...read,
    metadata: none,
    content: none,
    buffers: [],
  });
  return header !== undefined && header.type !== "execute_request";
}
