// A handler of your own: a class with handle, flush and close. This one counts events by schema and writes the
// counts to a file when it is flushed: when the server stops, and when somebody who posts an event waits for it.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";

export default class CountingHandler {
  static optionsSchema = {
    type: "object",
    properties: { filename: { type: "string" } },
    required: ["filename"],
    additionalProperties: false,
  };

  #filename;
  #counts = {};

  constructor({ filename }) {
    this.#filename = filename;
  }

  get name() {
    return `CountingHandler ${this.#filename}`;
  }

  /** Paths are relative to the configuration file. */
  open({ directory }) {
    this.#filename = resolve(directory, this.#filename);
  }

  handle(record) {
    this.#counts[record.schema] = (this.#counts[record.schema] ?? 0) + 1;
  }

  async flush() {
    await writeFile(this.#filename, `${JSON.stringify(this.#counts, null, 2)}\n`);
  }

  async close() {
    await this.flush();
  }
}
