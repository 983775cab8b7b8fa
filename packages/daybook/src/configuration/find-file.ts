import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../errors.js";

/** The files that are found without `--config`. */
const configurationFiles: readonly string[] = [
  "daybook.yaml",
  "daybook.yml",
  "daybook.json",
  "daybook.config.ts",
  "daybook.config.js",
  "daybook.config.mjs",
];

/**
 * The configuration file of a folder; undefined where it has none.
 *
 * @throws {ConfigurationError} where there are several: none of them is the obvious one
 */
export function findConfigurationFile(folder: string): string | undefined {
  const found = configurationFiles.filter((name) => existsSync(join(folder, name)));
  if (found.length > 1) {
    throw new ConfigurationError([
      `${found.join(" and ")} are both here; keep one, or name the one that counts with --config`,
    ]);
  }
  return found[0] === undefined ? undefined : join(folder, found[0]);
}
