import { readFileSync } from "node:fs";

/** The version of this package, as `daybook --version` prints it. */
export function version(): string {
  // `src` and `dist` both stand one level below the package.
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return JSON.parse(manifest).version;
}
