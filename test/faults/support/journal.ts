import { closeSync, fdatasync, openSync, writeSync } from "node:fs";
import { promisify } from "node:util";

const fdatasyncAsync = promisify(fdatasync);

/** What became of an event, as the driver saw it. `attempted` is written before the event is sent. */
export type Deed = "attempted" | "acknowledged" | "refused";

/**
 * What the driver of a fault did and was told, in a file: nothing is sent before its attempt is on the disk. Whoever
 * writes at the same time shares one sync.
 */
export class Journal {
  readonly path: string;
  readonly #descriptor: number;
  #waiting: (() => void)[] = [];
  #syncing = false;

  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, "a");
  }

  /** Writes down what became of an event; resolves once it is on the disk. */
  write(deed: Deed, sender: string, number: number): Promise<void> {
    writeSync(this.#descriptor, `${deed} ${sender} ${number}\n`);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#syncing) void this.#sync();
    });
  }

  async #sync(): Promise<void> {
    this.#syncing = true;
    while (this.#waiting.length > 0) {
      const covered = this.#waiting;
      this.#waiting = [];
      await fdatasyncAsync(this.#descriptor);
      for (const resolve of covered) resolve();
    }
    this.#syncing = false;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
