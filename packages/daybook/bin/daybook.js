#!/usr/bin/env node
import { existsSync } from "node:fs";

const [major] = process.versions.node.split(".");
const program = new URL("../dist/cli.js", import.meta.url);

if (Number(major) < 20) {
  console.error(`daybook needs Node 20 or newer; this is ${process.version}`);
  process.exitCode = 1;
} else if (!existsSync(program)) {
  console.error(
    "daybook is not built yet; run npm start, npm test, or npm ci && npm run build in the checkout",
  );
  process.exitCode = 1;
} else {
  const { main } = await import(program.href);
  await main(process.argv.slice(2));
}
