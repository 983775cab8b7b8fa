import { FileHandler, MemoryHandler } from "../../src/index.js";
import { testContract } from "../support/contract.js";
import { fileDestination } from "../support/file-destination.js";

testContract("MemoryHandler", {
  without: { faults: "memory does not fail" },
  create() {
    const handler = new MemoryHandler(20_000);
    return { handler, read: async () => handler.records.map(({ line }) => line) };
  },
});

testContract("MemoryHandler with a target", {
  create() {
    const destination = fileDestination();
    return { handler: new MemoryHandler(7, { target: new FileHandler(destination.file) }), ...destination };
  },
});
