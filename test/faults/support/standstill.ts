import { readFileSync } from "node:fs";

/** Lets a process stand still while something is done to its files. */
export class Standstill {
  readonly #process: number;

  constructor(process: number) {
    this.#process = process;
  }

  async during(work: () => void): Promise<void> {
    process.kill(this.#process, "SIGSTOP");
    try {
      // The signal is on its way for a moment.
      while (!this.#stands()) await new Promise(setImmediate);
      work();
    } finally {
      process.kill(this.#process, "SIGCONT");
    }
  }

  #stands(): boolean {
    return / \(.*\) T /.test(readFileSync(`/proc/${this.#process}/stat`, "utf8"));
  }
}
