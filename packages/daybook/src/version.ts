import { readFileSync } from "node:fs";

/** The version of this package, as `daybook --version` prints it. */
export const version: string = JSON.parse(
  // `src` and `dist` both stand one level below the package.
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
).version;
