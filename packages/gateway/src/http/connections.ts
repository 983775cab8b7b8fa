import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Joined } from "../proxy/joined.js";
import { answerError } from "./answer.js";
import { probeHalfClosed, type Underway } from "./half-closed.js";
import { answerUnreadable } from "./unreadable.js";

/** How long nothing may move on a connection on which something is to move, in milliseconds. */
const idleTime = 5 * 60_000;
/** How long requests under way may take to end once the gateway stops, in milliseconds. */
const patience = 5000;
/** So many requests may wait on a connection for the one before them. */
const mostWaiting = 32;

/** The connections of clients: whose turn it is on each, which are given up, and how all of them come to an end. */
export class Connections {
  readonly #server: Server;
  readonly #report: (problem: string) => void;
  readonly #underway = new Map<Duplex, Underway>();
  readonly #waiting = new WeakMap<Socket, number>();
  readonly #tunnels = new Map<Duplex, Joined>();
  readonly #sweep: NodeJS.Timeout;
  #stopping = false;
  #noneIsLeft = (): void => {};

  constructor(server: Server, report: (problem: string) => void) {
    this.#server = server;
    this.#report = report;
    this.#sweep = setInterval(() => this.#endIdle(), idleTime / 2).unref();
    // Who has sent all of a request may close its side and still read the answer.
    (server as Server & { httpAllowHalfOpen: boolean }).httpAllowHalfOpen = true;
    server.on("connection", (socket) =>
      socket.once("end", () => probeHalfClosed(socket, () => this.#underway.get(socket))),
    );
  }

  /**
   * Starts with a request when those before it on its connection are answered: `PUT` and `DELETE` of one file that are sent
   * together must not overtake each other on their ways to the server behind.
   */
  inTurn(request: IncomingMessage, response: ServerResponse, start: () => void): void {
    if (response.socket !== null) {
      this.#begin(request, response, start);
      return;
    }
    const { socket } = request;
    const waiting = (this.#waiting.get(socket) ?? 0) + 1;
    if (waiting > mostWaiting) socket.destroy();
    this.#waiting.set(socket, waiting);
    response.once("socket", () => {
      this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1);
      this.#begin(request, response, start);
    });
  }

  #begin(request: IncomingMessage, response: ServerResponse, start: () => void): void {
    if (this.#stopping) {
      answerError(response, "stopping");
      return;
    }
    const { socket } = request;
    this.#underway.set(socket, { request, response, moved: -1 });
    response.on("close", () => {
      this.#underway.delete(socket);
      if (this.#stopping) this.#server.closeIdleConnections();
      if (this.#underway.size === 0) this.#noneIsLeft();
    });
    start();
  }

  /** Counts in an upgraded connection, which ends when the gateway stops. */
  addTunnel(socket: Duplex, joined: Joined): void {
    if (this.#stopping) joined.close();
    this.#tunnels.set(socket, joined);
    socket.once("close", () => this.#tunnels.delete(socket));
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Takes no more requests and finishes those under way; what was not answered in 5 seconds is cut off. */
  async close(): Promise<void> {
    this.#stopping = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const joined of this.#tunnels.values()) joined.close();
    const timer = setTimeout(() => {
      if (this.#underway.size > 0)
        this.#report(`stopping: requests that took too long were cut off (${this.#underway.size})`);
      this.#server.closeAllConnections();
    }, patience);
    if (this.#underway.size > 0) {
      await new Promise<void>((resolve) => {
        this.#noneIsLeft = resolve;
      });
    }
    clearInterval(this.#sweep);
    // What has not brought a whole request by now is no request under way.
    this.#server.closeAllConnections();
    await closed;
    clearTimeout(timer);
  }

  /** Answers what is no HTTP request, where nothing else is to be said on its connection first. */
  unreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
    const underway = this.#underway.get(socket);
    const isFree = underway === undefined || !(underway.request.complete || underway.response.headersSent);
    if (isFree) answerUnreadable(error, socket);
    else socket.destroy();
  }

  /**
   * Ends connections on which nothing has moved for long. An answer may take its time; a request that stopped half-way, or a
   * reader, may not. Node's own timers would be set anew at each request, at a cost that shows.
   */
  #endIdle(): void {
    for (const [socket, underway] of this.#underway) {
      const { bytesRead, bytesWritten, writableLength } = socket as Socket;
      const moved = bytesRead + bytesWritten;
      const waits = underway.request.complete && writableLength === 0;
      if (moved === underway.moved && !waits) socket.destroy();
      underway.moved = moved;
    }
  }
}
