import type { Socket } from "node:net";
import type { WebSocket } from "@fastify/websocket";

/** RFC 6455's registry: "Try Again Later". */
const tryAgainLater = 1013;

/**
 * Somebody who watches the log. What is written to them waits in memory while they do not read; who is further behind
 * than that may go is let go of, and nobody else notices.
 */
export class Subscriber {
  readonly #socket: WebSocket;
  readonly #connection: Socket;
  readonly #bound: number;
  /** Bytes that were sent on top, in answer to one question, and that are no sign of slowness. */
  #allowance = 0;
  /** Events up to this number are not for them: they came before, or were sent already. */
  readonly from: number;

  /**
   * @param connection below the WebSocket: the same bytes go to all subscribers, so they are framed once, outside of it
   * @param bound how many bytes they may be behind
   */
  constructor(socket: WebSocket, connection: Socket, bound: number, from: number) {
    this.#socket = socket;
    this.#connection = connection;
    this.#bound = bound;
    this.from = from;
  }

  /** Sends what they asked for, however much it is. */
  catchUp(frames: Buffer): void {
    this.#allowance = frames.length;
    this.#connection.write(frames);
  }

  /**
   * Sends frames, or closes with 1013 where they are too far behind for it.
   *
   * @param before how many of the bytes come before the last frame: a large event alone makes nobody slow
   */
  send(frames: Buffer, before: number): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#connection.writableLength + before > this.#bound + this.#allowance) {
      this.#socket.close(tryAgainLater, "too slow: connect again, with ?since= to catch up");
      return;
    }
    this.#connection.write(frames);
  }
}
