import { dirname } from "node:path";
import { RotatingFileHandler } from "../../src/index.js";
import { linesInAll } from "../support/backups.js";
import { testContract } from "../support/contract.js";
import { fileDestination } from "../support/file-destination.js";

testContract("RotatingFileHandler", {
  create() {
    const destination = fileDestination();
    const folder = dirname(destination.file);
    return {
      ...destination,
      handler: new RotatingFileHandler(destination.file, { maxBytes: 20_000, backupCount: 1000 }),
      read: async () => [...linesInAll(`${folder}-moved`), ...linesInAll(folder)],
    };
  },
});
