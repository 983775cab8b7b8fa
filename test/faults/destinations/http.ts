import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Program } from "../../support/program.js";
import { linesIn } from "../support/lines.js";
import type { HandlerOptions } from "../support/server.js";
import type { DestinationKind, RunningDestination } from "./destination.js";

const file = (name: string) => fileURLToPath(new URL(`../programs/${name}`, import.meta.url));

/** A server of the suite that keeps each event once, by its id. */
export const http: DestinationKind = {
  name: "SpooledHandler to an HTTP server",
  async start(folder, options = {}) {
    const destination = new HttpDestination(folder, options);
    await destination.restart();
    return destination;
  },
};

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
      class: file("http-spooled-handler.js"),
      url: `http://127.0.0.1:${port}/`,
      spool: "spool",
      retryDelay: 1,
      maxRetryDelay: 20,
      ...this.#options,
    };
  }

  async has(count: number): Promise<void> {
    const program = this.#program as Program;
    const arrived = () => Number(/arrived (\d+)\n$/.exec(program.stdout)?.[1] ?? 0) >= count;
    if (this.lines().length >= count) return;
    await program.shows(arrived, `had ${count} events`);
  }

  lines(): string[] {
    return this.#arrived().map((line) => line.slice(line.indexOf(" ") + 1));
  }

  ids(): string[] {
    return this.#arrived().map((line) => line.slice(0, line.indexOf(" ")));
  }

  async kill(): Promise<void> {
    this.#program?.signal("SIGKILL");
    await this.#program?.ended();
  }

  async restart(): Promise<void> {
    const words = [process.execPath, file("destination.js"), this.#file, String(this.#port)];
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
