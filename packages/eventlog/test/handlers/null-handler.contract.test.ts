import { NullHandler } from "../../src/index.js";
import { testContract } from "../support/contract.js";

testContract("NullHandler", {
  without: { read: "it keeps nothing that could be read", faults: "it has no destination that could fail" },
  create: () => ({ handler: new NullHandler() }),
});
