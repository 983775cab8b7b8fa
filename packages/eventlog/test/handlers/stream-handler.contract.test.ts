import { Writable } from "node:stream";
import { StreamHandler } from "../../src/index.js";
import { testContract } from "../support/contract.js";

testContract("StreamHandler", {
  without: { faults: "a stream that failed is destroyed for good, so there is nothing to mend" },
  create() {
    let text = "";
    const stream = new Writable({
      decodeStrings: false,
      write(chunk, _encoding, callback) {
        // Later, as a real destination does.
        setImmediate(() => {
          text += chunk;
          callback();
        });
      },
      writev(chunks, callback) {
        setImmediate(() => {
          for (const { chunk } of chunks) text += chunk;
          callback();
        });
      },
    });
    return { handler: new StreamHandler(stream), read: async () => text.split("\n").slice(0, -1) };
  },
});
