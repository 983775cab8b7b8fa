import {
  decodeFrame,
  type FrameFault,
  KernelMessage,
  type KernelProtocol,
  v1Protocol,
} from "@daybook/notebook-events";
import type { WebSocket } from "ws";
import { type CloseCause, closeReasons } from "./close-reasons.js";
import type { OutgoingMessage } from "./outgoing-message.js";

/** Pieces below this size are put together: a frame for each would cost more than the copy. */
const copiedBytes = 16 * 1024;
/** How much of a client's may wait for a kernel that does not read, before the client is not read either. */
const maxUnsent = { messages: 1000, bytes: 16 * 1024 * 1024 };

/** `readyState` of a WebSocket that is open. */
const openState = 1;

/** What a client does with the messages of the other side. */
export interface ClientEvents {
  /** The client sent a message with a header that can be read. Resolves once the kernel's socket has taken it. */
  readonly received: (message: KernelMessage) => Promise<void>;
  /** The connection is no more. Told once. */
  readonly gone: () => void;
}

/** One WebSocket of one client of a kernel. */
export class ChannelsClient {
  /** Who the server knows the client to be. */
  readonly username: string;
  readonly #socket: WebSocket;
  readonly #protocol: KernelProtocol;
  readonly #unsent = { messages: 0, bytes: 0 };
  #isHeldBack = true;
  #isGone = false;
  #events: ClientEvents | undefined;

  constructor(socket: WebSocket, username: string) {
    this.username = username;
    this.#socket = socket;
    this.#protocol = socket.protocol === v1Protocol ? v1Protocol : "";
    socket.on("close", () => this.#leave());
    // What is wrong with a frame, the socket itself has told the client; it closes.
    socket.on("error", () => {});
  }

  /** Begins to listen; reads once it is not held back any more. */
  open(events: ClientEvents): void {
    this.#events = events;
    this.#readOrWait();
    this.#socket.on("message", (data: Buffer, binary: boolean) => this.#receive(data, binary));
    if (!this.isOpen) this.#leave();
  }

  get isOpen(): boolean {
    return this.#socket.readyState === openState;
  }

  /** Bytes that were sent, and that the client has not read. */
  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a message. What is large is not copied, but sent in fragments, as it came from the kernel. */
  send(message: OutgoingMessage): void {
    const { binary, pieces } = message.frame(this.#protocol);
    const fragments = message.size < copiedBytes ? [Buffer.concat(pieces)] : gather(pieces);
    for (const [index, fragment] of fragments.entries()) {
      this.#socket.send(fragment, { binary, fin: index === fragments.length - 1 });
    }
  }

  /** Whether the client has to wait until somebody listens to what it sends. */
  holdBack(isHeldBack: boolean): void {
    this.#isHeldBack = isHeldBack;
    this.#readOrWait();
  }

  /** Ends the connection and says why. */
  close(cause: CloseCause): void {
    const { code, reason } = closeReasons[cause];
    // The other side says that it has understood.
    this.#socket.resume();
    this.#socket.close(code, reason);
    this.#leave();
  }

  #leave(): void {
    if (this.#isGone || this.#events === undefined) return;
    this.#isGone = true;
    this.#events.gone();
  }

  #receive(data: Buffer, binary: boolean): void {
    if (this.#isGone) return;
    const decoded = decodeFrame(data, binary, this.#protocol);
    const message = decoded.fault === undefined ? new KernelMessage(decoded.parts) : undefined;
    if (message === undefined) this.close(decoded.fault as FrameFault);
    else if (message.header === undefined) this.close("bad-header");
    else if (message.channel === "iopub") this.close("iopub-is-read-only");
    else void this.#pass(message, data.length);
  }

  /** A client that sends more than its kernel takes waits. */
  async #pass(message: KernelMessage, bytes: number): Promise<void> {
    this.#count(1, bytes);
    try {
      await this.#events?.received(message);
    } finally {
      this.#count(-1, -bytes);
    }
  }

  #count(messages: number, bytes: number): void {
    this.#unsent.messages += messages;
    this.#unsent.bytes += bytes;
    this.#readOrWait();
  }

  #readOrWait(): void {
    if (!this.isOpen) return;
    const { messages, bytes } = this.#unsent;
    const isFull = messages > maxUnsent.messages || bytes > maxUnsent.bytes;
    if (this.#isHeldBack || isFull) this.#socket.pause();
    else if (this.#socket.isPaused) this.#socket.resume();
  }
}

/** Puts small pieces together and leaves large ones as they are. */
function gather(pieces: readonly Buffer[]): Buffer[] {
  const gathered: Buffer[] = [];
  let small: Buffer[] = [];
  const flush = () => {
    if (small.length > 0) gathered.push(Buffer.concat(small));
    small = [];
  };
  for (const piece of pieces) {
    if (piece.length < copiedBytes) {
      small.push(piece);
      continue;
    }
    flush();
    gathered.push(piece);
  }
  flush();
  return gathered;
}
