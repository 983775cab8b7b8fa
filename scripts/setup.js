import "./node-version.js";
import { fileURLToPath } from "node:url";
import { prepare } from "./prepare.js";

try {
  await prepare(fileURLToPath(new URL("..", import.meta.url)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
