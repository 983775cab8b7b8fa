import { TimedRotatingFileHandler } from "../../src/index.js";
import { testContract } from "../support/contract.js";
import { fileDestination } from "../support/file-destination.js";

testContract("TimedRotatingFileHandler", {
  create() {
    const destination = fileDestination();
    return { handler: new TimedRotatingFileHandler(destination.file, { when: "D" }), ...destination };
  },
});
