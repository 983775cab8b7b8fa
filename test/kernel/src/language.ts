import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/** What a running cell can do. */
export interface Cell {
  /** Aborted when somebody interrupts. */
  readonly signal: AbortSignal;
  readonly count: number;
  stream(name: "stdout" | "stderr", text: string): Promise<void>;
  display(type: "display_data" | "execute_result", data: object): Promise<void>;
  /** Asks the person a question. */
  ask(prompt: string, password: boolean): Promise<string>;
  openComm(target: string): Promise<void>;
  clear(): Promise<void>;
}

/** An error of the language, as a person sees it. */
export class CellError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** How much of a big output goes into one message, in bytes. */
const portion = 64 * 1024;

/** The statements of the language, one on a line: a word, and what follows it. */
export const statements: Readonly<Record<string, (argument: string, cell: Cell) => Promise<void>>> = {
  async print(text, cell) {
    await cell.stream("stdout", `${text}\n`);
  },
  async warn(text, cell) {
    await cell.stream("stderr", `${text}\n`);
  },
  async result(text, cell) {
    await cell.display("execute_result", { "text/plain": text });
  },
  async display(html, cell) {
    await cell.display("display_data", { "text/html": html, "text/plain": html });
  },
  async clear(_, cell) {
    await cell.clear();
  },
  async error(words) {
    const [name = "Error", ...message] = words.split(" ");
    throw new CellError(name, message.join(" "));
  },
  async sleep(seconds, { signal }) {
    await pause(Number(seconds) * 1000, undefined, { signal });
  },
  /** Writes so many bytes. */
  async output(bytes, cell) {
    for (let left = Number(bytes); left > 0; left -= portion) {
      cell.signal.throwIfAborted();
      await cell.stream("stdout", "x".repeat(Math.min(left, portion)));
    }
  },
  async input(prompt, cell) {
    await cell.stream("stdout", `${await cell.ask(prompt, false)}\n`);
  },
  async password(prompt, cell) {
    await cell.stream("stdout", `${(await cell.ask(prompt, true)).length} characters\n`);
  },
  async comm(target, cell) {
    await cell.openComm(target);
  },
  async env(name, cell) {
    await cell.stream("stdout", `${process.env[name] ?? ""}\n`);
  },
  async cwd(_, cell) {
    await cell.stream("stdout", `${process.cwd()}\n`);
  },
  async pid(_, cell) {
    await cell.stream("stdout", `${process.pid}\n`);
  },
  /** Starts a program that would outlive the kernel by far, and prints its process id. */
  async spawn(_, cell) {
    const child = spawn("sleep", ["1000"], { stdio: "ignore" });
    await cell.stream("stdout", `${child.pid}\n`);
  },
  async exit(status) {
    process.exit(Number(status || 0));
  },
  /** Does not end when it is asked to, neither by a message nor by SIGTERM. */
  async "ignore-shutdown"() {
    process.env.TEST_KERNEL_STAYS = "1";
  },
  /** Answers nobody any more. */
  async hang() {
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
};

/** Runs the lines of a cell. @throws {CellError} where one fails or is interrupted */
export async function run(code: string, cell: Cell): Promise<void> {
  for (const line of code.split("\n").filter((text) => text.trim() !== "")) {
    const [, word = "", argument = ""] = /^\s*(\S+) ?(.*)$/.exec(line) ?? [];
    const statement = Object.hasOwn(statements, word) ? statements[word] : undefined;
    if (statement === undefined) throw new CellError("SyntaxError", `there is no statement ${word}`);
    try {
      await statement(argument, cell);
      cell.signal.throwIfAborted();
    } catch (error) {
      throw cell.signal.aborted ? new CellError("KeyboardInterrupt", "interrupted") : error;
    }
  }
}
