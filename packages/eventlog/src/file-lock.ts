import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { HandlerError } from "./errors.js";

/** Who has a lock. Process ids are used again, so the start of the process belongs to it. */
interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly started: string;
}

/** Says who has what is locked, and how to get along without it. */
type InUse = (user: string) => string;

/** Sees to it that one handler has a file or a folder for itself. A crash leaves a lock that the next one takes over. */
export class FileLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Takes a lock. That of a process that has ended is taken over.
   *
   * @param path of the lock, which is a file of its own
   * @param inUse the message for the operator, with the user put in
   * @throws {HandlerError} while another handler has it
   */
  static take(path: string, inUse: InUse): FileLock {
    const owner: Owner = { host: hostname(), pid: process.pid, started: startOf(process.pid) };
    const text = JSON.stringify(owner);
    const mine = `${path}.${process.pid}`;
    try {
      // Written aside first: whoever finds a lock finds a whole one.
      writeFileSync(mine, text, { mode: 0o600 });
      if (!linked(mine, path)) {
        clearAway(path, inUse);
        if (!linked(mine, path)) throw new HandlerError(inUse("another process"));
      }
    } finally {
      rmSync(mine, { force: true });
    }
    return new FileLock(path);
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

/** True when the lock is ours now; false when there is one already. */
function linked(mine: string, path: string): boolean {
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes a lock whose owner has ended. */
function clearAway(path: string, inUse: InUse): void {
  const found = readFileSync(path, "utf8");
  const owner = ownerIn(found);
  if (owner !== undefined && isAlive(owner)) throw new HandlerError(inUse(describe(owner, path)));
  const aside = `${path}.stale.${process.pid}`;
  renameSync(path, aside);
  // Another process may have taken it over in between; then it keeps it.
  const taken = readFileSync(aside, "utf8") !== found;
  if (taken) linked(aside, path);
  rmSync(aside);
  if (taken) throw new HandlerError(inUse("another process"));
}

function describe({ host, pid }: Owner, path: string): string {
  if (host !== hostname()) return `process ${pid} of ${host} (if that has ended, delete ${path})`;
  return pid === process.pid ? "another handler of this process" : `process ${pid}`;
}

function ownerIn(text: string): Owner | undefined {
  try {
    const { host, pid, started } = JSON.parse(text);
    return { host, pid, started };
  } catch {
    return undefined;
  }
}

/** Of another machine nobody can tell from here, so it counts as alive. */
function isAlive({ host, pid, started }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === startOf(pid);
}

/** When a process started, in words of the system; the same for all where it does not say. */
function startOf(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "latin1");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    // The name of the program, in parentheses, may hold anything; the start is the 20th field behind it.
    return `${boot} ${status.slice(status.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return "";
  }
}
