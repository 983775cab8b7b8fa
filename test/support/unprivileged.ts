/** An account that owns nothing; every Unix has it under this number. */
const nobody = 65534;

/**
 * Runs something without root's rights, to whom no file is forbidden. Where the tests do not run as root it just runs.
 * Folders that the work needs must be open to others.
 */
export async function unprivileged<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
