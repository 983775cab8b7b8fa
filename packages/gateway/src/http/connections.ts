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

/** What is known of a connection of a client, for as long as that is open. */
interface Connection {
  /** The request whose turn it is. */
  underway: Underway | undefined;
  /** So many requests wait for it to be answered. */
  waiting: number;
}

/** The connections of clients: whose turn it is on each, which are given up, and how all of them come to an end. */
export class Connections {
  readonly #server: Server;
  readonly #report: (problem: string) => void;
  /**
   * By their sockets. Nothing comes or goes here with a request: tables that a map has outgrown refer to those that follow, so
   * that calls which stood in them when they were new would all be kept until the next collection of old objects.
   */
  readonly #open = new Map<Duplex, Connection>();
  #underway = 0;
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
    server.on("connection", (socket) => {
      const connection: Connection = { underway: undefined, waiting: 0 };
      this.#open.set(socket, connection);
      socket.once("end", () => probeHalfClosed(socket, () => connection.underway));
      socket.once("close", () => this.#open.delete(socket));
    });
  }

  /**
   * Starts with a request when those before it on its connection are answered: `PUT` and `DELETE` of one file that are sent
   * together must not overtake each other on their ways to the server behind.
   */
  inTurn(request: IncomingMessage, response: ServerResponse, start: () => void): void {
    const connection = this.#open.get(request.socket);
    // It has closed meanwhile, and nobody waits for an answer.
    if (connection === undefined) return;
    if (response.socket !== null) {
      this.#begin(connection, request, response, start);
      return;
    }
    if (++connection.waiting > mostWaiting) request.socket.destroy();
    response.once("socket", () => {
      connection.waiting--;
      this.#begin(connection, request, response, start);
    });
  }

  #begin(
    connection: Connection,
    request: IncomingMessage,
    response: ServerResponse,
    start: () => void,
  ): void {
    if (this.#stopping) {
      answerError(response, "stopping");
      return;
    }
    connection.underway = { request, response, moved: -1 };
    this.#underway++;
    response.on("close", () => {
      connection.underway = undefined;
      this.#underway--;
      if (this.#stopping) this.#server.closeIdleConnections();
      if (this.#underway === 0) this.#noneIsLeft();
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
      if (this.#underway > 0)
        this.#report(`stopping: requests that took too long were cut off (${this.#underway})`);
      this.#server.closeAllConnections();
    }, patience);
    if (this.#underway > 0) {
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
    const underway = this.#open.get(socket)?.underway;
    const isFree = underway === undefined || !(underway.request.complete || underway.response.headersSent);
    if (isFree) answerUnreadable(error, socket);
    else socket.destroy();
  }

  /**
   * Ends connections on which nothing has moved for long. An answer may take its time; a request that stopped half-way, or a
   * reader, may not. Node's own timers would be set anew at each request, at a cost that shows.
   */
  #endIdle(): void {
    for (const [socket, { underway }] of this.#open) {
      if (underway === undefined) continue;
      const { bytesRead, bytesWritten, writableLength } = socket as Socket;
      const moved = bytesRead + bytesWritten;
      const waits = underway.request.complete && writableLength === 0;
      if (moved === underway.moved && !waits) socket.destroy();
      underway.moved = moved;
    }
  }
}
