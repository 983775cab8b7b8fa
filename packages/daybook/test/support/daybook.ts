import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const program = fileURLToPath(new URL("../../bin/daybook.js", import.meta.url));

/** Where and with what a command is run. */
interface Surroundings {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A run of the command `daybook`, as a process of its own. It is ended with the test at the latest. */
export class Daybook {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  stdout = "";
  stderr = "";
  readonly #closed: Promise<unknown>;

  constructor(words: readonly string[], { cwd, environment = {} }: Surroundings) {
    const { JUPYTER_TOKEN: _, ...inherited } = process.env;
    this.child = spawn(process.execPath, [program, ...words], {
      cwd,
      env: { ...inherited, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
    });
    this.child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    this.#closed = once(this.child, "close");
    onTestFinished(() => void this.child.kill("SIGKILL"));
  }

  /** The exit status, once all output is there; null where a signal ended it. */
  async ended(): Promise<number | null> {
    await this.#closed;
    return this.child.exitCode;
  }

  /** Resolves when one of its outputs contains a text. */
  async says(text: string): Promise<void> {
    while (!this.stdout.includes(text) && !this.stderr.includes(text)) {
      const more = [this.child.stdout, this.child.stderr].map((stream) => once(stream, "data"));
      const ended = this.#closed.then(() => {
        throw new Error(`it ended before it said "${text}":\n${this.stdout}${this.stderr}`);
      });
      await Promise.race([...more, ended]);
    }
  }

  /** The address in the first line of a server, once it is there. */
  async address(): Promise<URL> {
    await this.says("\n");
    await this.says("listening at ");
    const [, address] = /^Daybook is listening at (\S+)\n/.exec(this.stdout) ?? [];
    if (address === undefined) throw new Error(`not the listening line: ${this.stdout}`);
    return new URL(address);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}

/** Runs a command to its end. */
export async function daybook(words: readonly string[], surroundings: Surroundings) {
  const run = new Daybook(words, surroundings);
  const status = await run.ended();
  return { status, stdout: run.stdout, stderr: run.stderr };
}
