import type { WebSocket } from "@fastify/websocket";

/**
 * Finds out whether anybody is still at the other end of a WebSocket: a computer that went to sleep says no goodbye. What
 * is asked also keeps a connection open on which nothing else happens, as proxies close those.
 */
export class Heartbeat {
  readonly #socket: WebSocket;
  #isAlive = true;
  /** Bytes that were on their way when it was last asked. */
  #onTheirWay = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    const lives = () => {
      this.#isAlive = true;
    };
    socket.on("pong", lives);
    socket.on("message", lives);
  }

  /** Asks; whoever could have answered since the last time and has not is not there, and the connection ends. */
  ask(): void {
    const { isPaused, bufferedAmount } = this.#socket;
    // An answer waits behind what is not read here, and behind what is on its way there.
    const cannotAnswer = isPaused || bufferedAmount !== this.#onTheirWay;
    this.#onTheirWay = bufferedAmount;
    if (!this.#isAlive && !cannotAnswer) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = cannotAnswer;
    // Also who cannot answer: where nobody is left, the system itself says so to what is sent.
    this.#socket.ping();
  }
}
