import type { EventRecord, Handler } from "../../src/index.js";
import { testContract } from "../support/contract.js";

/** As little as a handler can be: what a user writes first. */
class ArrayHandler implements Handler {
  readonly lines: string[] = [];
  #closed = false;

  handle(record: EventRecord): void {
    if (!this.#closed) this.lines.push(record.line);
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {
    this.#closed = true;
  }
}

testContract("a user's class with handle, flush and close", {
  without: { keep: "handle and flush are all it has", faults: "an array does not fail" },
  create() {
    const handler = new ArrayHandler();
    return { handler, read: async () => handler.lines };
  },
});
