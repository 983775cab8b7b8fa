import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Program } from "../../support/program.js";
import { linesIn } from "../support/lines.js";
import type { HandlerOptions } from "../support/server.js";
import { type DestinationKind, type RunningDestination, tempo } from "./destination.js";

const server = fileURLToPath(new URL("../programs/destination.js", import.meta.url));

/** A server of the suite that keeps each event once, by its id. */
export const http = {
  name: "HTTPHandler",
  async start(folder: string, options: HandlerOptions = {}) {
    const destination = new HttpDestination(folder, options);
    await destination.restart();
    return destination;
  },
} satisfies DestinationKind;

class HttpDestination implements RunningDestination {
  readonly #options: HandlerOptions;
  readonly #folder: string;
  readonly #file: string;
  #port = 0;
  #program: Program | undefined;

  constructor(folder: string, options: HandlerOptions) {
    this.#folder = folder;
    this.#file = join(folder, "arrived.log");
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  handlerAt(port: number): HandlerOptions {
    return {
      class: "HTTPHandler",
      url: `http://127.0.0.1:${port}/`,
      items: "identified",
      ...tempo,
      ...this.#options,
    };
  }

  async has(count: number): Promise<void> {
    const program = this.#program as Program;
    const arrived = () => Number(/arrived (\d+)\n$/.exec(program.stdout)?.[1] ?? 0) >= count;
    if (this.#arrived().length >= count) return;
    await program.shows(arrived, `had ${count} events`);
  }

  async lines(): Promise<string[]> {
    return this.#arrived().map((line) => line.slice(line.indexOf(" ") + 1));
  }

  /** The ids of the same events. */
  ids(): string[] {
    return this.#arrived().map((line) => line.slice(0, line.indexOf(" ")));
  }

  async kill(): Promise<void> {
    this.#program?.signal("SIGKILL");
    await this.#program?.ended();
  }

  async restart(): Promise<void> {
    const words = [process.execPath, server, this.#file, String(this.#port)];
    const program = new Program(words, { cwd: this.#folder });
    await program.says("listening at ");
    this.#port = Number(/listening at (\d+)/.exec(program.stdout)?.[1]);
    this.#program = program;
  }

  freeze(): void {
    this.#program?.signal("SIGSTOP");
  }

  thaw(): void {
    this.#program?.signal("SIGCONT");
  }

  #arrived(): string[] {
    return existsSync(this.#file) ? linesIn(this.#file) : [];
  }
}
