import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { SchemaError } from "../errors.js";
import { fileErrorInWords } from "../system-errors.js";

/** The endings of files that can hold a schema. */
export const schemaFileExtensions: readonly string[] = [".yaml", ".yml", ".json"];

/**
 * Reads a schema file, YAML or JSON by its ending.
 *
 * @throws {SchemaError} naming the file, and the line where it is not YAML or JSON
 */
export async function readSchemaFile(file: string | URL): Promise<unknown> {
  const path = pathOf(file);
  const extension = extname(path).toLowerCase();
  if (!schemaFileExtensions.includes(extension)) {
    throw new SchemaError(`${path}: a schema file ends in ${schemaFileExtensions.join(", ")}`);
  }
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new SchemaError(`${path}: ${fileErrorInWords(error, "read")}`, { cause: error });
  }
  try {
    return extension === ".json" ? JSON.parse(text) : parse(text);
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n");
    // A stack that overflows is how the parser of YAML notices too many levels.
    const words = reason.replace(/:$/, "").replace("Maximum call stack size exceeded", "nested too deeply");
    throw new SchemaError(`${path}: ${words}`, { cause: error });
  }
}

/** Does something with what a schema file held; a {@link SchemaError} then names the file. */
export function namingFile<Result>(file: string | URL, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw error.after(pathOf(file));
  }
}

function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}
