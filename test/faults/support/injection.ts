import { readFileSync } from "node:fs";

/** The calls by which a handler changes what is on a disk. */
const calls = ["openat", "write", "pwrite64", "fdatasync", "fsync", "ftruncate", "rename", "unlink"] as const;

/** A call of the process under test that is to fail, or to be its last. */
export interface Injection {
  readonly call: string;
  readonly effect: "signal=SIGKILL" | "error=EIO" | "error=ENOSPC";
  /** At which of these calls, from 1 on. */
  readonly at: number;
}

export const effects = ["signal=SIGKILL", "error=EIO", "error=ENOSPC"] as const;

export function inWords({ call, effect, at }: Injection): string {
  return `${effect.replace(/^.*=/, "")} at ${call} ${at}`;
}

/**
 * The words that start a program under strace, which makes some of its calls fail. Only calls that concern these files
 * are counted. Node must do its calls in one thread (`UV_THREADPOOL_SIZE=1`): strace counts each thread for itself.
 *
 * @param trace where the calls are written down
 */
export function straceWords(
  files: readonly string[],
  trace: string,
  injections: readonly Injection[],
): string[] {
  const paths = files.flatMap((path) => ["-P", path]);
  const injected = injections.flatMap(({ call, effect, at }) => [
    "-e",
    `inject=${call}:${effect}:when=${at}`,
  ]);
  // With -D strace is no parent, so that signals and the exit status are those of the program.
  return ["strace", "-D", "-f", "-qq", "-o", trace, ...paths, "-e", `trace=${calls.join(",")}`, ...injected];
}

/** Every call that a run has made, as what could fail in the next one. */
export function pointsIn(trace: string): { call: string; at: number }[] {
  const counts = new Map<string, number>();
  for (const [, thread, call] of readFileSync(trace, "utf8").matchAll(/^(\d+) +(\w+)\(/gm)) {
    const key = `${thread} ${call}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return calls.flatMap((call) => {
    const most = Math.max(
      0,
      ...[...counts].filter(([key]) => key.endsWith(` ${call}`)).map(([, count]) => count),
    );
    return Array.from({ length: most }, (_, index) => ({ call, at: index + 1 }));
  });
}
