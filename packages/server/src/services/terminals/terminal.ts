import type { WebSocket } from "@fastify/websocket";
import { TerminalClient } from "./client.js";
import { OutputTail } from "./output-tail.js";
import { OutputPace } from "./output-pace.js";
import { groupsOfTerminal, signalGroups } from "./process-group.js";
import { readClientMessage } from "./protocol.js";
import { holdOpen, type PseudoTerminal, unreadOutput } from "./pseudo-terminals.js";
import { TypedInput } from "./typed-input.js";

/** How long a shell may take to end after the hang-up before it is killed, in milliseconds. */
const hangUpTime = 1000;

/** A terminal as the REST API shows it. */
export interface TerminalModel {
  readonly name: string;
  /** When it last wrote or read something: RFC 3339, UTC. */
  readonly last_activity: string;
}

/**
 * One program on a pseudo-terminal, and all clients that look at it.
 *
 * ```
 * program ─▶ pseudo-terminal ─▶ the end of it is kept ─▶ every client
 *                 └── paused while a client cannot follow: the program waits, and nothing piles up
 * ```
 */
export class Terminal {
  readonly name: string;
  /** Resolves when the program has ended, whatever ended it. */
  readonly ended: Promise<void>;
  readonly #pty: PseudoTerminal;
  readonly #noteActivity: () => void;
  readonly #clients = new Set<TerminalClient>();
  readonly #tail = new OutputTail();
  readonly #pace: OutputPace;
  readonly #input: TypedInput;
  #lastActivity = Date.now();
  #over = false;

  /** @param noteActivity is called whenever it writes or reads something */
  constructor(name: string, pty: PseudoTerminal, noteActivity: () => void) {
    this.name = name;
    this.#pty = pty;
    this.#noteActivity = noteActivity;
    this.#pace = new OutputPace(pty);
    this.#input = new TypedInput(pty, () => {
      for (const client of this.#clients) client.holdUp(this.#input.isFull);
    });
    const letGo = holdOpen(pty);
    pty.onData((text) => this.#show(text));
    this.ended = new Promise((resolve) => {
      pty.onExit(() => {
        letGo();
        const rest = unreadOutput(pty);
        if (rest !== "") this.#show(rest);
        this.#over = true;
        this.#pace.stop();
        this.#input.stop();
        for (const client of this.#clients) client.end();
        resolve();
      });
    });
  }

  get lastActivity(): number {
    return this.#lastActivity;
  }

  model(): TerminalModel {
    return { name: this.name, last_activity: new Date(this.#lastActivity).toISOString() };
  }

  /** Shows a WebSocket what there is and what comes, and takes what is typed there. */
  connect(socket: WebSocket): void {
    const client = new TerminalClient(socket, () => this.#adjustPace());
    this.#clients.add(client);
    client.holdUp(this.#input.isFull);
    if (this.#tail.text !== "") client.show(this.#tail.text);
    socket.on("message", (data) => this.#receive(client, String(data)));
    socket.once("close", () => {
      this.#clients.delete(client);
      this.#adjustSize();
      this.#adjustPace();
    });
    if (this.#over) client.end();
  }

  /**
   * Ends the program, and what it runs in the foreground: by a hang-up, as when the window of a terminal is closed, or
   * after a moment by force. What was told to outlive a hang-up (`nohup`) in the background does.
   */
  async end(): Promise<void> {
    if (this.#over) return;
    // Output that nobody takes could be what it waits for.
    this.#pty.resume();
    if (process.platform === "win32") this.#pty.kill();
    else await this.#hangUp();
    return this.ended;
  }

  async #hangUp(): Promise<void> {
    const groups = groupsOfTerminal(this.#pty.pid);
    signalGroups(groups, "SIGHUP");
    // A stopped process would hear of it only then.
    signalGroups(groups, "SIGCONT");
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, hangUpTime);
    });
    await Promise.race([this.ended, impatience]);
    clearTimeout(timer);
    // Also where the shell has ended: what it ran may not have.
    signalGroups(this.#over ? [...groups].filter((group) => group !== this.#pty.pid) : groups, "SIGKILL");
  }

  #show(text: string): void {
    this.#note();
    this.#tail.add(text);
    for (const client of this.#clients) client.show(text);
    this.#pace.note(text.length);
  }

  #receive(client: TerminalClient, text: string): void {
    const message = readClientMessage(text);
    if (message === undefined || this.#over) return;
    this.#note();
    if (message.kind === "stdin") this.#input.add(message.text);
    else {
      client.size = message.size;
      this.#adjustSize();
    }
  }

  /** The smallest of what all clients can show: each of them sees all of it. */
  #adjustSize(): void {
    const sizes = [...this.#clients].flatMap(({ size }) => size ?? []);
    if (sizes.length === 0 || this.#over) return;
    const smallest = (extents: number[]) => Math.min(...extents);
    try {
      this.#pty.resize(
        smallest(sizes.map(({ columns }) => columns)),
        smallest(sizes.map(({ rows }) => rows)),
      );
    } catch {
      // A program may close its terminal and run on: then there is none that could have a size.
    }
  }

  /** The slowest client sets the pace; one that stands still is given up. */
  #adjustPace(): void {
    const wait = [...this.#clients].some((client) => client.isBehind);
    if (wait === this.#pace.isHeldUp || this.#over) return;
    if (wait) this.#pace.holdUp();
    else this.#pace.letFlow();
  }

  #note(): void {
    this.#lastActivity = Date.now();
    this.#noteActivity();
  }
}
