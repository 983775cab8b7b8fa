import "./node-version.js";
import { fileURLToPath } from "node:url";
import { prepare } from "./prepare.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const given = process.argv.slice(2);
const namesConfiguration = given.some((word) => word === "--config" || word.startsWith("--config="));
const configuration = namesConfiguration
  ? []
  : ["--config", fileURLToPath(new URL("../daybook.yaml", import.meta.url))];

let ready = true;
try {
  await prepare(root);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
  ready = false;
}

if (ready) {
  // In this very process: signals then reach the server, and not a parent that would have to pass them on.
  const { main } = await import("../packages/daybook/dist/cli.js");
  await main(["serve", ...configuration, ...given]);
}
