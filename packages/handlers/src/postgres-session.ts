import { Socket } from "node:net";
import type { Client, ClientConfig, QueryResult } from "pg";
import { loadClient } from "./client.js";

/** One connection to the database, which can be cut at any moment: a server that stopped answers to nothing else. */
export class PostgresSession {
  readonly #client: Client;
  readonly #socket: Socket;
  #broken = false;

  private constructor(client: Client, socket: Socket) {
    this.#client = client;
    this.#socket = socket;
    // While nobody waits for an answer, nobody else would hear of it.
    client.on("error", () => {
      this.#broken = true;
    });
    client.on("end", () => {
      this.#broken = true;
    });
  }

  /** @throws what the client throws; the connection is cut then, and also when the signal is aborted */
  static async open(config: ClientConfig, signal: AbortSignal): Promise<PostgresSession> {
    const { default: pg } = await loadClient("pg", () => import("pg"));
    const socket = new Socket();
    const session = new PostgresSession(new pg.Client({ ...config, stream: () => socket }), socket);
    await session.#uninterrupted(signal, () => session.#client.connect());
    return session;
  }

  /** False once the server or the network has ended it. */
  get usable(): boolean {
    return !this.#broken;
  }

  /** Runs several statements, or one with values. It has no name in the session, which poolers could not follow. */
  async query(signal: AbortSignal, text: string, values?: unknown[]): Promise<QueryResult> {
    return this.#uninterrupted(signal, () => this.#client.query(text, values));
  }

  /** Says goodbye. */
  async end(): Promise<void> {
    if (this.#broken) this.cut();
    else await this.#client.end();
  }

  cut(): void {
    this.#broken = true;
    this.#socket.destroy();
  }

  async #uninterrupted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const cut = (): void => this.cut();
    signal.addEventListener("abort", cut, { once: true });
    try {
      signal.throwIfAborted();
      return await work();
    } catch (error) {
      if (this.#broken) this.cut();
      throw error;
    } finally {
      signal.removeEventListener("abort", cut);
    }
  }
}
