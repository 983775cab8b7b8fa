import { closeSync, constants, openSync } from "node:fs";

/** A pseudo-terminal and the program on it, as far as this server uses what node-pty gives. */
export interface PseudoTerminal {
  readonly pid: number;
  /** Where what is typed can be written to, without waiting. Not on Windows. */
  readonly fd?: number;
  /** The side of the program, as a file. Not on Windows. */
  readonly ptsName?: string;
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

/**
 * Opens the side of the program too, so that its end is no hang-up of the terminal: of one that is hung up, Node reads some
 * kilobytes less than were written.
 *
 * @returns what closes it
 */
export function holdOpen({ ptsName }: PseudoTerminal): () => void {
  if (ptsName === undefined) return () => {};
  try {
    const held = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
    return () => closeSync(held);
  } catch {
    // It has ended already.
    return () => {};
  }
}

/**
 * What of a program's output was read, but not handed on, when its terminal ended while it was paused: node-pty leaves that in
 * its stream, which is no documented part of it. Where it has none, there is nothing.
 */
export function unreadOutput(pty: PseudoTerminal): string {
  const { _socket: stream } = pty as { _socket?: { read?(): unknown } };
  let text = "";
  for (let part = stream?.read?.(); typeof part === "string"; part = stream?.read?.()) text += part;
  return text;
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
