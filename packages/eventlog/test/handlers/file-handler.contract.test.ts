import { FileHandler } from "../../src/index.js";
import { testContract } from "../support/contract.js";
import { fileDestination } from "../support/file-destination.js";

testContract("FileHandler", {
  create() {
    const destination = fileDestination();
    return { handler: new FileHandler(destination.file), ...destination };
  },
});
