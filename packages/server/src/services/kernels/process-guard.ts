import { type ChildProcess, spawn } from "node:child_process";

/**
 * Runs as a process of its own for as long as the server does, and learns of each kernel on its standard input, a line
 * each: `add GROUP FILE`, `remove GROUP`. The input ends with the server, however that ends; then the process groups that
 * are left get SIGTERM, and after about two seconds SIGKILL. Whatever asks programs to stop, Ctrl+C in a terminal for
 * one, asks the server, and this one must outlive it.
 */
const script = `
trap '' HUP INT TERM QUIT
while read -r verb group file; do
  if [ "$verb" = add ]; then
    set -- "$@" "$group" "$file"
  else
    count=$#
    while [ "$count" -gt 0 ]; do
      [ "$1" = "$group" ] || set -- "$@" "$1" "$2"
      shift 2
      count=$((count - 2))
    done
  fi
done
groups=
while [ $# -gt 0 ]; do
  kill -TERM "-$1" && groups="$groups $1"
  rm -f -- "$2" "\${2%.json}"-ipc-*
  shift 2
done
for pause in 0.1 0.1 0.2 0.2 0.4 0.4 0.6; do
  left=
  for group in $groups; do kill -0 "-$group" && left="$left $group"; done
  groups=$left
  [ -n "$groups" ] || exit 0
  sleep "$pause"
done
for group in $groups; do kill -KILL "-$group"; done
`;

/** How often a guard that is gone is replaced: it does not fail by itself, so somebody ends it or there is no `sh`. */
const replacements = 3;

/**
 * Sees to it that no kernel outlives the server, also where that is killed and can do nothing itself. There is one guard
 * for a server, and none on Windows.
 */
export class ProcessGuard {
  readonly #report: (problem: string) => void;
  /** Connection files by process group. */
  readonly #guarded = new Map<number, string>();
  #process: ChildProcess | undefined;
  #replaced = 0;

  constructor(report: (problem: string) => void) {
    this.#report = report;
  }

  /** From now on the process group ends with the server, and the file goes. */
  add(group: number, connectionFile: string): void {
    this.#guarded.set(group, connectionFile);
    if (this.#process === undefined) this.#start();
    else this.#tell(`add ${group} ${connectionFile}`);
  }

  /** The group has ended: its number may be another's before long. */
  remove(group: number): void {
    this.#guarded.delete(group);
    this.#tell(`remove ${group}`);
  }

  /** Ends the guard, which ends whatever is still in its care. */
  async close(): Promise<void> {
    const guard = this.#process;
    this.#process = undefined;
    if (guard === undefined || guard.exitCode !== null || guard.signalCode !== null) return;
    // While it guards, it keeps no program alive; whoever waits for its end has to see that.
    guard.ref();
    await new Promise<void>((resolve) => {
      guard.once("exit", () => resolve());
      guard.once("error", () => resolve());
      guard.stdin?.end();
    });
  }

  #start(): void {
    if (process.platform === "win32") return;
    const guard = spawn("sh", ["-c", script], {
      cwd: "/",
      env: { PATH: process.env.PATH },
      stdio: ["pipe", "ignore", "ignore"],
      // In a session of its own: it does not go with the terminal.
      detached: true,
    });
    guard.unref();
    guard.stdin.on("error", () => {});
    guard.once("error", () => this.#replace(guard));
    guard.once("exit", () => this.#replace(guard));
    this.#process = guard;
    for (const [group, file] of this.#guarded) this.#tell(`add ${group} ${file}`);
  }

  #replace(guard: ChildProcess): void {
    if (this.#process !== guard) return;
    this.#process = undefined;
    this.#replaced += 1;
    if (this.#replaced <= replacements) this.#start();
    else this.#report("kernels are not guarded: they may outlive this server if it is killed");
  }

  #tell(line: string): void {
    this.#process?.stdin?.write(`${line}\n`);
  }
}
