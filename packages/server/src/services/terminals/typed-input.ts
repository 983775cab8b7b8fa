import { writeSync } from "node:fs";
import { systemCode } from "../files-on-disk/system-error.js";
import type { PseudoTerminal } from "./pseudo-terminals.js";

/** So much may wait for a program that does not read before nobody may type more, in bytes. */
const muchWaiting = 1024 * 1024;

/** How long to wait for a program that does not read before asking it again, in milliseconds. */
const patience = 20;

/**
 * What was typed into a terminal and its program has not read yet.
 *
 * ```
 * clients ─▶ what waits ─▶ the system's buffer of some kilobytes ─▶ program
 *    └── not read from while much waits: it waits on their side of the line
 * ```
 *
 * node-pty would keep any amount, and ask again without a pause as long as nothing is read: it only writes where it gives
 * no file descriptor.
 */
export class TypedInput {
  readonly #pty: PseudoTerminal;
  readonly #fullnessChanged: () => void;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #full = false;
  #next: NodeJS.Timeout | undefined;

  /** @param fullnessChanged is called when {@link isFull} has changed */
  constructor(pty: PseudoTerminal, fullnessChanged: () => void) {
    this.#pty = pty;
    this.#fullnessChanged = fullnessChanged;
  }

  /** True while no more should be typed. */
  get isFull(): boolean {
    return this.#full;
  }

  add(text: string): void {
    if (this.#pty.fd === undefined) {
      this.#pty.write(text);
      return;
    }
    const bytes = Buffer.from(text, "utf8");
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#next === undefined) this.#write(this.#pty.fd);
    this.#noteFullness();
  }

  /** Forgets what waits: there is no program any more that could read it. */
  stop(): void {
    clearTimeout(this.#next);
    this.#waiting = [];
    this.#bytes = 0;
    this.#noteFullness();
  }

  /** A piece at a time, so that a program that reads a lot does not keep others waiting. */
  #write(fd: number): void {
    this.#next = undefined;
    const [first] = this.#waiting;
    if (first === undefined) return;
    const written = writePart(fd, first);
    if (written === undefined) {
      this.stop();
      return;
    }
    this.#bytes -= written;
    if (written === first.length) this.#waiting.shift();
    else this.#waiting[0] = first.subarray(written);
    this.#noteFullness();
    if (this.#waiting.length > 0)
      this.#next = setTimeout(() => this.#write(fd), written > 0 ? 0 : patience).unref();
  }

  #noteFullness(): void {
    // Not as soon as a little is read: each change costs more than that.
    const full = this.#bytes > (this.#full ? muchWaiting / 4 : muchWaiting);
    if (full === this.#full) return;
    this.#full = full;
    this.#fullnessChanged();
  }
}

/** Writes what the system takes at once. @returns how many bytes; undefined where the terminal is gone */
function writePart(fd: number, bytes: Buffer): number | undefined {
  if (bytes.length === 0) return 0;
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    return systemCode(error) === "EAGAIN" ? 0 : undefined;
  }
}
