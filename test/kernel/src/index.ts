// A small Jupyter kernel for the tests: node dist/index.js CONNECTION_FILE
import { readFileSync } from "node:fs";
import { Channels } from "./channels.js";
import { Kernel } from "./kernel.js";

const [, , connectionFile = ""] = process.argv;
const kernel = new Kernel(new Channels(JSON.parse(readFileSync(connectionFile, "utf8"))));
process.on("SIGINT", () => kernel.interrupt());
process.on("SIGTERM", () => {
  if (process.env.TEST_KERNEL_STAYS === undefined) process.exit();
});
await kernel.serve();
