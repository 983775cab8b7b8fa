import { readFile } from "./secret.js";

/** Files for connections by TLS, in PEM. Relative paths start at the configuration's folder. */
export interface TlsFiles {
  /** Certificates of those who are trusted. Default: those that Node trusts. */
  readonly ca?: string;
  /** Our certificate, for servers that ask for one, with `key`. Default: none. */
  readonly cert?: string;
  readonly key?: string;
}

const name = { type: "string", minLength: 1 } as const;

/** JSON Schema of {@link TlsFiles}. */
export const tlsSchema = {
  type: "object",
  properties: { ca: name, cert: name, key: name },
  additionalProperties: false,
} as const;

/**
 * What is in the files, by their options.
 *
 * @throws {HandlerError} naming the file that cannot be read
 */
export function readTlsFiles(files: TlsFiles, directory: string): Record<string, string> {
  const named = Object.entries(files).filter(([, file]) => file !== undefined);
  return Object.fromEntries(
    named.map(([option, file]) => [option, readFile(`${option} of tls`, file, directory)]),
  );
}
