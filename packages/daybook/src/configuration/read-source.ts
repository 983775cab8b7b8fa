import { readFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { fileErrorInWords } from "@daybook/eventlog";
import { displayPath } from "../display-path.js";
import { ConfigurationError } from "../errors.js";
import type { ConfigurationSource } from "./configuration-source.js";
import { readJson } from "./json-source.js";
import { ModuleLoader } from "./module-loader.js";
import { readScript } from "./script-source.js";
import { readYaml, type SourceFile } from "./yaml-source.js";

const scriptExtensions = [".ts", ".js", ".mjs"];
const textExtensions = [".yaml", ".yml", ".json"];

/**
 * Reads a configuration file, in the format that its ending names. What it says is not checked yet.
 *
 * @param path absolute
 * @throws {ConfigurationError} where it cannot be read or is not written in its format
 */
export async function readSource(path: string, cwd: string): Promise<ConfigurationSource> {
  const name = displayPath(path, cwd);
  const file: SourceFile = { name, file: path, directory: dirname(path) };
  const extension = extname(path).toLowerCase();
  if (![...scriptExtensions, ...textExtensions].includes(extension)) {
    const known = [...textExtensions, ...scriptExtensions].join(", ");
    throw new ConfigurationError([`${name}: the format of a configuration shows in its ending: ${known}`]);
  }
  const text = await readText(path, name);
  if (scriptExtensions.includes(extension)) return readScript(path, file, new ModuleLoader(file.directory));
  return extension === ".json" ? readJson(text, file) : readYaml(text, file);
}

async function readText(path: string, name: string): Promise<string> {
  try {
    // A byte order mark is skipped, as editors on Windows write one.
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError)
      throw new ConfigurationError([`${name}: is not UTF-8 text`], { cause: error });
    throw new ConfigurationError([`${name}: ${fileErrorInWords(error, "read")}`], { cause: error });
  }
}
