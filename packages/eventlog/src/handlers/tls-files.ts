import { createSecureContext } from "node:tls";
import { EventLogError, HandlerError } from "../errors.js";
import { readOptionFile } from "../secret.js";

/** How a server is checked, and how it knows us. Relative paths start at the configuration file's folder. */
export interface TlsFiles {
  /** File with the certificates that may have signed the server's, in PEM. Default: those that Node.js trusts. */
  readonly ca?: string;
  /** File with a certificate of ours, for servers that ask for one. Goes with `key`. */
  readonly cert?: string;
  /** File with the private key of `cert`. */
  readonly key?: string;
}

const file = { type: "string", minLength: 1 } as const;

/** JSON Schema of {@link TlsFiles}. */
export const tlsFilesSchema = {
  type: "object",
  properties: { ca: file, cert: file, key: file },
  additionalProperties: false,
} as const;

/** @throws {EventLogError} code `invalid-option` */
export function checkTlsFiles(handler: string, { cert, key }: TlsFiles): void {
  if ((cert === undefined) === (key === undefined)) return;
  throw new EventLogError("invalid-option", `the tls of a ${handler} needs cert and key together`);
}

/**
 * What the files hold.
 *
 * @throws {HandlerError} naming the file that cannot be read, or where they do not hold what they should
 */
export function readTlsFiles(files: TlsFiles, directory: string): TlsFiles {
  const texts: { -readonly [option in keyof TlsFiles]: string } = {};
  for (const option of ["ca", "cert", "key"] as const) {
    const path = files[option];
    if (path !== undefined) texts[option] = readOptionFile(`tls.${option}`, path, directory);
  }
  try {
    createSecureContext(texts);
  } catch (error) {
    const options = Object.keys(texts).join(", ");
    throw new HandlerError(`the files of tls (${options}) are not in PEM or do not belong together`, {
      cause: error,
    });
  }
  return texts;
}
