import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { HandlerError } from "../errors.js";
import { fileErrorInWords } from "../system-errors.js";
import type { Refusal } from "./destination.js";

/** The events that a destination refused for good, as lines of a file: when, why, and the event itself. */
export class DeadLetters {
  readonly path: string;
  readonly #maxBytes: number;

  /** @param maxBytes a file of this size takes nothing more, until somebody has looked into it and taken it away */
  constructor(folder: string, maxBytes: number) {
    this.path = join(folder, "dead-letter.log");
    this.#maxBytes = maxBytes;
  }

  /**
   * Appends what was refused, and syncs it.
   *
   * @returns false where the file is full
   * @throws {HandlerError} where the disk refuses; nothing or a part is written then, and all comes again
   */
  async append(refusals: readonly Refusal[]): Promise<boolean> {
    const time = new Date().toISOString();
    const lines = refusals.map(({ event, reason }) => {
      const { id, sequence, line } = event;
      return `${JSON.stringify({ time, reason, id, sequence }).slice(0, -1)},"event":${line}}\n`;
    });
    try {
      const size = await stat(this.path).then(
        (status) => status.size,
        () => 0,
      );
      if (size >= this.#maxBytes) return false;
      const file = await open(this.path, "a", 0o600);
      try {
        await file.appendFile(lines.join(""));
        await file.datasync();
      } finally {
        await file.close();
      }
      return true;
    } catch (error) {
      throw new HandlerError(`${this.path}: ${fileErrorInWords(error, "write")}`, { cause: error });
    }
  }
}
