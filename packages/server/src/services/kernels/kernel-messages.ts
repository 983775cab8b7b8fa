import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { setImmediate as immediate, setTimeout as pause } from "node:timers/promises";
import { Context, Dealer, Subscriber } from "zeromq";
import { inOurWords } from "../../http/error-replies.js";
import type { KernelConnection } from "./connection.js";
import { makeMessage } from "./message-parts.js";
import { SignedFrames } from "./signed-frames.js";
import type { KernelChannel, WireMessage } from "./wire-message.js";

/** For all kernels of a process: a thread that moves bytes. ZeroMQ would stop at 1,023 sockets, four for each kernel. */
const context = new Context({ maxSockets: 16_384 });

/** How many messages of output ZeroMQ holds for us while we are busy; beyond them the kernel drops some. */
const outputHeld = 10_000;

/**
 * How many bytes of a kernel that talks without a pause are taken in a row: ZeroMQ hands out hundreds of messages before
 * it lets anybody else have a turn, such as the clients that they are for.
 */
const bytesInARow = 1024 * 1024;

/**
 * The messages of one kernel: one set of sockets, shared by all who talk to it.
 *
 * ```
 * send(message) ─▶ signed ─▶ DEALER shell, control, stdin ─▶ kernel
 * "message" ◀─ signature checked ◀─ the same, and SUB iopub ◀─ kernel
 * ```
 *
 * Every message of the kernel is handed to every listener, once: whose reply it is tells the `msg_id` of its parent.
 */
export class KernelMessages extends EventEmitter<{ message: [WireMessage]; connecting: [] }> {
  readonly #report: (problem: string) => void;
  readonly #frames: SignedFrames;
  #sockets: Sockets | undefined;

  constructor(key: string, report: (problem: string) => void) {
    super();
    this.#frames = new SignedFrames(key);
    this.#report = report;
    // As many as there are clients.
    this.setMaxListeners(0);
  }

  /**
   * Connects with a kernel, which need not listen yet. Where there was a connection before, what was sent on it and did
   * not arrive is forgotten: a restarted kernel does not run what its predecessor was told to. "connecting" tells that
   * no answer comes to whatever was sent before.
   */
  connect(connection: KernelConnection): void {
    this.close();
    this.emit("connecting");
    // The kernel finds the sender of a request on its stdin channel by the identity.
    const options = { context, routingId: randomUUID(), linger: 0 };
    const iopub = new Subscriber({ context, linger: 0, receiveHighWaterMark: outputHeld });
    iopub.subscribe();
    const sockets: Sockets = {
      shell: new Outgoing(new Dealer(options)),
      control: new Outgoing(new Dealer(options)),
      // Only once it is connected can it be written to: see stdinReached.
      stdin: new Outgoing(new Dealer({ ...options, immediate: true })),
      iopub,
    };
    this.#sockets = sockets;
    for (const channel of ["shell", "control", "stdin"] as const) {
      const { socket } = sockets[channel];
      socket.connect(connection.endpoint(channel));
      void this.#receive(channel, socket);
    }
    iopub.connect(connection.endpoint("iopub"));
    void this.#receive("iopub", iopub);
  }

  /**
   * Signs a message and sends it. Resolves once ZeroMQ has taken it, which for a kernel that does not read may be late:
   * who waits for it holds back whoever sends too much.
   *
   * @throws {Error} where the kernel is gone
   */
  async send(message: WireMessage): Promise<void> {
    const { channel } = message;
    if (channel === "iopub") throw new Error("nothing can be sent on iopub");
    if (this.#sockets === undefined) throw new Error("the kernel has ended");
    await this.#sockets[channel].send(this.#frames.pack(message));
  }

  /**
   * Resolves once the kernel can ask a person something. What it asked before would be lost, as ZeroMQ drops what is for
   * somebody who is not connected, and no answer on another channel tells that this one is.
   *
   * @throws the reason of the signal, when that comes first
   */
  async stdinReached(signal: AbortSignal): Promise<void> {
    while (this.#sockets?.stdin.socket.writable === false) await pause(10, undefined, { signal });
    signal.throwIfAborted();
  }

  /** Tells all listeners a state of the kernel that it cannot tell itself, as a status message. */
  announce(state: "restarting" | "dead"): void {
    this.#tell(makeMessage("iopub", "status", { execution_state: state }).message);
  }

  close(): void {
    const sockets = this.#sockets;
    this.#sockets = undefined;
    if (sockets === undefined) return;
    for (const { socket } of [sockets.shell, sockets.control, sockets.stdin]) socket.close();
    sockets.iopub.close();
  }

  async #receive(channel: KernelChannel, socket: Dealer | Subscriber): Promise<void> {
    let bytes = 0;
    try {
      for await (const frames of socket) {
        const message = this.#frames.unpack(channel, frames);
        if (message !== undefined) this.#tell(message);
        for (const frame of frames) bytes += frame.length;
        if (bytes < bytesInARow) continue;
        bytes = 0;
        await immediate();
      }
    } catch (error) {
      if (!socket.closed) this.#report(`a channel of a kernel is lost: ${inOurWords(error as Error)}`);
    }
  }

  #tell(message: WireMessage): void {
    // One by one: a listener's mistake must not make the others deaf.
    for (const listener of this.rawListeners("message")) {
      try {
        listener.call(this, message);
      } catch (error) {
        this.#report(`a message of a kernel was not handled: ${inOurWords(error as Error)}`);
      }
    }
  }
}

interface Sockets {
  readonly shell: Outgoing;
  readonly control: Outgoing;
  readonly stdin: Outgoing;
  readonly iopub: Subscriber;
}

/** A socket on which messages are sent one after the other, as ZeroMQ takes only one at a time where it has to wait. */
class Outgoing {
  readonly socket: Dealer;
  /** The last message that is under way. */
  #last: Promise<void> | undefined;

  constructor(socket: Dealer) {
    this.socket = socket;
  }

  /** Where none is under way, ZeroMQ is given the message before this returns: the kernel can begin while we go on. */
  async send(frames: readonly Buffer[]): Promise<void> {
    const give = () => this.socket.send([...frames]);
    const sent = this.#last === undefined ? give() : this.#last.then(give);
    const settled: Promise<void> = sent.then(
      () => this.#forget(settled),
      () => this.#forget(settled),
    );
    this.#last = settled;
    await sent;
  }

  #forget(settled: Promise<void>): void {
    if (this.#last === settled) this.#last = undefined;
  }
}
