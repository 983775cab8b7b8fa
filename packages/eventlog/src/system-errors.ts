/** What a system error means for whoever reads a file, or writes one: as words, with the fix where there is one. */
const words: Readonly<Record<string, string | { readonly read?: string; readonly write?: string }>> = {
  ENOENT: { read: "there is no such file", write: "the folder is gone; make it again" },
  EISDIR: "is a folder; name a file in it",
  EACCES: {
    read: "permission denied; let this user read it",
    write: "permission denied; let this user write it",
  },
  EPERM: { read: "not permitted; let this user read it", write: "not permitted; let this user write it" },
  ENOTDIR: "a part of the path is a file; name another path",
  EEXIST: "a part of the path is a file; name another path",
  ENAMETOOLONG: "the name is too long; name a shorter one",
  ELOOP: "the path is a link to itself; name a file",
  EMFILE: "too many files are open",
  EIO: "the disk reports an error",
  ENOSPC: "the disk is full; make room",
  EDQUOT: "the disk quota is used up; make room",
  EROFS: "the file system is read-only",
};

/**
 * A system error as the operator should read it, with its code.
 *
 * @param error what a function of `node:fs` threw
 * @param work what was tried; the same code calls for different fixes
 *
 * @example
 * fileErrorInWords(Object.assign(new Error(), { code: "ENOSPC" }), "write"); // "the disk is full; make room (ENOSPC)"
 */
export function fileErrorInWords(error: unknown, work: "read" | "write"): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message;
  const found = Object.hasOwn(words, code) ? words[code] : undefined;
  const text = typeof found === "object" ? found[work] : found;
  return `${text ?? `cannot be ${work === "read" ? "read" : "written"}`} (${code})`;
}
