import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { HandlerError } from "./errors.js";
import { fileErrorInWords } from "./system-errors.js";

/** Where a password or another secret is read from, so that it does not stand in a configuration. */
export type Secret =
  /** The name of an environment variable. */
  | { readonly env: string }
  /** The name of a file; line ends at its end do not count. A relative path starts at the configuration's folder. */
  | { readonly file: string };

const name = { type: "string", minLength: 1 } as const;

/** JSON Schema of a {@link Secret}. */
export const secretSchema = {
  type: "object",
  properties: { env: name, file: name },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
} as const;

/**
 * @param option what the secret is, for messages
 * @param directory where relative paths start
 * @throws {HandlerError} where there is none; the message names the place, never the value
 *
 * @example
 * readSecret("token", { env: "HUB_TOKEN" }, "."); // what stands in the variable HUB_TOKEN
 */
export function readSecret(option: string, secret: Secret, directory: string): string {
  const fromFile = "file" in secret;
  const found = fromFile ? readOptionFile(option, secret.file, directory) : process.env[secret.env];
  const value = found?.replace(/[\r\n]+$/, "");
  if (value !== undefined && value !== "") return value;
  const place = fromFile ? secret.file : `the environment variable ${secret.env}`;
  throw new HandlerError(`there is no ${option} in ${place}; put it there`);
}

/**
 * The text of a file that an option names.
 *
 * @throws {HandlerError} naming the option and the path
 */
export function readOptionFile(option: string, path: string, directory: string): string {
  const file = resolve(directory, path);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new HandlerError(`the ${option} in ${file}: ${fileErrorInWords(error, "read")}`, { cause: error });
  }
}
