import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { onTestFinished } from "vitest";

/** A program that runs as a process of its own. It is ended with the test at the latest. */
export class Program {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  stdout = "";
  stderr = "";
  readonly #closed: Promise<unknown>;
  /** Those who wait for more output, or for the end. */
  #waiting: (() => void)[] = [];
  #isClosed = false;

  /** @param words the command and its arguments */
  constructor(
    [command = "", ...words]: readonly string[],
    options: { cwd: string; env?: NodeJS.ProcessEnv },
  ) {
    this.child = spawn(command, words, { ...options, stdio: ["pipe", "pipe", "pipe"] });
    // It may end before it has read what it was given.
    this.child.stdin.on("error", () => {});
    this.child.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
      this.#tell();
    });
    this.child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
      this.#tell();
    });
    this.#closed = once(this.child, "close");
    this.child.once("close", () => {
      this.#isClosed = true;
      this.#tell();
    });
    onTestFinished(() => void this.child.kill("SIGKILL"));
  }

  /** The exit status, once all output is there; null where a signal ended it. */
  async ended(): Promise<number | null> {
    await this.#closed;
    return this.child.exitCode;
  }

  /** Resolves when one of its outputs contains a text. */
  says(text: string): Promise<void> {
    return this.shows(() => this.stdout.includes(text) || this.stderr.includes(text), `said "${text}"`);
  }

  /** Resolves when a condition on its outputs holds. @param what it has done then, for the error where it ends before */
  async shows(condition: () => boolean, what: string): Promise<void> {
    while (!condition()) {
      if (this.#isClosed) throw new Error(`it ended before it ${what}:\n${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
