import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { ProcessGuard } from "./process-guard.js";

/** How much of what a kernel writes to its standard outputs is kept, in characters. */
const keptOutput = 4096;

/** How long a process may take to be gone after SIGKILL, in milliseconds. One that waits for a dead disk takes longer. */
const lastWait = 2000;

/** For how long what an ended process wrote is read, in milliseconds. */
const lastWords = 500;

/** What a process is started with. */
export interface KernelCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Removed by the guard, where the server cannot do it itself. */
  readonly connectionFile: string;
}

/** The process of a kernel, and those it starts itself: they are one process group, and end together. */
export class KernelProcess {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  #output = "";
  #hasEnded = false;

  /** @throws the system's error, such as `ENOENT`, where it cannot be started */
  static async start(what: KernelCommand, guard: ProcessGuard): Promise<KernelProcess> {
    const [program = "", ...words] = what.command;
    const child = spawn(program, words, {
      cwd: what.cwd,
      env: what.env,
      // Its standard output is not ours, whose first line programs wait for.
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      windowsHide: true,
    });
    // Before anything else can happen.
    if (child.pid !== undefined) guard.add(child.pid, what.connectionFile);
    const kernel = new KernelProcess(child, guard);
    await once(child, "spawn");
    return kernel;
  }

  private constructor(child: ChildProcess, guard: ProcessGuard) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      // It must be read, lest the kernel waits for us.
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output = (this.#output + text).slice(-keptOutput);
      });
    }
    child.once("exit", () => {
      // What it has started may hold its ports.
      this.signal("SIGKILL");
      this.#hasEnded = true;
      if (child.pid !== undefined) guard.remove(child.pid);
    });
    this.ended = new Promise((resolve) => {
      child.once("exit", () => {
        // The last that it wrote is still to be read. What has got away from its group may keep the outputs open.
        const timer = setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }, lastWords);
        child.once("close", () => {
          clearTimeout(timer);
          resolve();
        });
      });
    });
  }

  /** How it ended, in words. */
  get ending(): string {
    const { exitCode, signalCode } = this.#child;
    return signalCode === null ? `exit status ${exitCode}` : `${signalCode}`;
  }

  /** The last line it wrote to its standard outputs. A kernel that has run code may have been told to write anything. */
  get lastLine(): string {
    return this.#output.trimEnd().split("\n").at(-1) ?? "";
  }

  /** Sends a signal to it and to all that it has started. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.#child;
    // Its number may be another's by now.
    if (pid === undefined || this.#hasEnded) return;
    try {
      if (process.platform === "win32") this.#child.kill(name);
      else process.kill(-pid, name);
    } catch {
      // It is gone.
    }
  }

  /**
   * Waits until it ends, and ends it where it does not: half of the time for what it was asked, the other half after
   * SIGTERM, then SIGKILL.
   *
   * @param patience in milliseconds
   * @returns false where it is still there, as not even SIGKILL helped
   */
  async end(patience: number): Promise<boolean> {
    if (await this.#endsWithin(patience / 2)) return true;
    this.signal("SIGTERM");
    if (await this.#endsWithin(patience / 2)) return true;
    this.signal("SIGKILL");
    return this.#endsWithin(lastWait);
  }

  async #endsWithin(time: number): Promise<boolean> {
    const waiting = new AbortController();
    const timer = pause(time, false, { signal: waiting.signal }).catch(() => false);
    const hasEnded = await Promise.race([this.ended.then(() => true), timer]);
    waiting.abort();
    return hasEnded;
  }
}
