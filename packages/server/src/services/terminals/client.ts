import type { WebSocket } from "@fastify/websocket";
import { disconnectMessage, setupMessage, stdoutMessage, type TerminalSize } from "./protocol.js";

/** A client has fallen behind when so much is on its way to it, and has caught up with a quarter of that; in bytes. */
const muchOnItsWay = 1024 * 1024;

/** How long a client that has fallen behind may take nothing at all before it is given up, in milliseconds. */
const standstill = 30_000;

/** One of the WebSockets of a terminal. Tells its terminal when it cannot follow, and when it can again. */
export class TerminalClient {
  /** How much it can show; undefined until it has said so. */
  size: TerminalSize | undefined;
  readonly #socket: WebSocket;
  readonly #paceChanged: () => void;
  #onItsWay = 0;
  #behind = false;
  #givingUp: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, paceChanged: () => void) {
    this.#socket = socket;
    this.#paceChanged = paceChanged;
    this.#send(setupMessage);
    socket.once("close", () => this.#catchUp());
  }

  /** True while so much is on its way to it that no more should be written. */
  get isBehind(): boolean {
    return this.#behind;
  }

  show(text: string): void {
    this.#send(stdoutMessage(text));
  }

  /** Reads nothing from it, or reads on: what it says waits on its side of the line. */
  holdUp(wait: boolean): void {
    if (wait) this.#socket.pause();
    else if (this.#socket.isPaused) this.#socket.resume();
  }

  /** Says that the program has ended, and that there is nothing to come back to. */
  end(): void {
    this.#send(disconnectMessage);
    this.#socket.close();
  }

  #send(message: string): void {
    const bytes = Buffer.byteLength(message);
    this.#onItsWay += bytes;
    this.#socket.send(message, () => this.#arrived(bytes));
    if (this.#behind || this.#onItsWay < muchOnItsWay) return;
    this.#behind = true;
    this.#giveUpLater();
    this.#paceChanged();
  }

  #arrived(bytes: number): void {
    this.#onItsWay -= bytes;
    if (!this.#behind) return;
    if (this.#onItsWay <= muchOnItsWay / 4) this.#catchUp();
    else this.#giveUpLater();
  }

  #catchUp(): void {
    clearTimeout(this.#givingUp);
    if (!this.#behind) return;
    this.#behind = false;
    this.#paceChanged();
  }

  /** Others on the same terminal wait for it too; it can come back and gets the end of what it missed. */
  #giveUpLater(): void {
    clearTimeout(this.#givingUp);
    this.#givingUp = setTimeout(() => this.#socket.terminate(), standstill).unref();
  }
}
