import { ServerError, type ServerErrorCode, serverError } from "../../errors.js";

const codes: Readonly<Record<string, readonly [ServerErrorCode, string]>> = {
  ENOENT: ["not-found", "File or directory does not exist"],
  ENOTDIR: ["not-found", "File or directory does not exist"],
  ELOOP: ["not-found", "File or directory does not exist"],
  EEXIST: ["already-exists", "File or directory already exists"],
  ENOTEMPTY: ["directory-not-empty", "The directory is not empty"],
  EISDIR: ["bad-type", "It is a directory, not a file"],
  EACCES: ["permission-denied", "Permission denied"],
  EPERM: ["permission-denied", "Permission denied"],
  EROFS: ["permission-denied", "The file system is read-only"],
  ENAMETOOLONG: ["name-too-long", "The name is too long for the file system"],
  EXDEV: ["bad-path", "It cannot be moved to another file system"],
  EINVAL: ["bad-path", "The file system does not take such a name"],
  ENOSPC: ["storage-full", "No space is left on the disk"],
  EDQUOT: ["storage-full", "The disk quota is used up"],
  EMFILE: ["too-busy", "Too many files are open; try again later"],
  ENFILE: ["too-busy", "Too many files are open; try again later"],
};

/**
 * Turns an error of the file system into one that may be shown: the message names the API path instead of the host's.
 * An error that is one of ours already passes through.
 */
export function asServerError(error: unknown, path: string): ServerError {
  if (error instanceof ServerError) return error;
  const [code, message] = codes[systemCode(error) ?? ""] ?? [];
  if (code === undefined)
    return serverError("internal", `Unexpected error of the file system: ${path}`, { cause: error });
  return serverError(code, `${message}: ${path}`, { cause: error });
}

/** The code that Node gives to an error of the system, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
