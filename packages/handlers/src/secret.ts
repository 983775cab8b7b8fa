import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileErrorInWords, HandlerError } from "@daybook/eventlog";

/** Where a password or another secret is read from. It never stands in a configuration itself. */
export type Secret =
  /** The name of an environment variable. */
  | { readonly env: string }
  /** The name of a file; a line end at its end does not count. A relative path starts at the configuration's folder. */
  | { readonly file: string };

/** JSON Schema of a {@link Secret}. */
export const secretSchema = {
  type: "object",
  properties: { env: { type: "string", minLength: 1 }, file: { type: "string", minLength: 1 } },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
} as const;

/**
 * @param option what the secret is, for messages
 * @param directory where relative paths start
 * @throws {HandlerError} where there is none; the message names the place, never the value
 */
export function readSecret(option: string, secret: Secret, directory: string): string {
  const value =
    "env" in secret ? process.env[secret.env] : readFile(option, secret.file, directory).trimEnd();
  if (value !== undefined && value !== "") return value;
  const place = "env" in secret ? `the environment variable ${secret.env}` : secret.file;
  throw new HandlerError(`there is no ${option} in ${place}; put it there`);
}

/** @throws {HandlerError} naming the option and the path */
export function readFile(option: string, path: string, directory: string): string {
  const file = resolve(directory, path);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new HandlerError(`the ${option} in ${file}: ${fileErrorInWords(error, "read")}`, { cause: error });
  }
}
