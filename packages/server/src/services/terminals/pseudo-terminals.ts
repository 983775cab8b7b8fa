/** A pseudo-terminal and the program on it, as far as this server uses what node-pty gives. */
export interface PseudoTerminal {
  readonly pid: number;
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** Leaves further output in the system's small buffer, so that the program waits. */
  pause(): void;
  resume(): void;
  kill(signal?: string): void;
  onData(listener: (text: string) => void): unknown;
  onExit(listener: () => void): unknown;
}

/** Where and how a program is started on a new pseudo-terminal. */
export interface PseudoTerminalOptions {
  /** What the terminal can do, for `TERM`. */
  readonly name: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What makes pseudo-terminals. */
export interface PseudoTerminals {
  spawn(file: string, args: readonly string[], options: PseudoTerminalOptions): PseudoTerminal;
}

/** The prebuilt node-pty: no compiler is needed, but there is a build for the usual machines only. */
const packageName = "@lydell/node-pty";

/**
 * Loads what makes pseudo-terminals. It is native code, so that there may be none for this machine, or it was left out.
 *
 * @returns what makes them, or in a sentence why there are none
 */
export async function loadPseudoTerminals(
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<PseudoTerminals | string> {
  try {
    return (await load(packageName)) as PseudoTerminals;
  } catch {
    // Its own message has many lines, and paths of the host.
    return `Terminals need the package ${packageName}, which is not installed or does not run on ${process.platform} ${process.arch}`;
  }
}
