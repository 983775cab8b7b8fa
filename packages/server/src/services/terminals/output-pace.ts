import { hasEnded } from "./process-group.js";
import type { PseudoTerminal } from "./pseudo-terminals.js";

/**
 * How often to look whether a program has ended whose output is held up, in milliseconds. node-pty throws away what was not
 * read within 200 of them.
 */
const lookingInterval = 50;

/** What may be left of a program that has ended: what Node has read already and the system's own buffer, and some more. */
const mostLeft = 256 * 1024;

/**
 * Lets the output of a terminal flow, or holds it up so that its program waits. Of a program that ends meanwhile the rest
 * is let through, as it would be lost otherwise: that is little, unless others write to the same terminal.
 */
export class OutputPace {
  readonly #pty: PseudoTerminal;
  #looking: NodeJS.Timeout | undefined;
  /** How much may still flow of a program that has ended. */
  #left: number | undefined;

  constructor(pty: PseudoTerminal) {
    this.#pty = pty;
  }

  get isHeldUp(): boolean {
    return this.#looking !== undefined;
  }

  holdUp(): void {
    if (this.#left !== undefined) return;
    this.#pty.pause();
    this.#looking = setInterval(() => {
      if (hasEnded(this.#pty.pid)) this.#letRestThrough();
    }, lookingInterval).unref();
  }

  letFlow(): void {
    this.stop();
    this.#pty.resume();
  }

  /** Is told of all output, how much it was. */
  note(length: number): void {
    if (this.#left === undefined) return;
    this.#left -= length;
    if (this.#left <= 0) this.#pty.pause();
  }

  /** Looks no more: the terminal is over. */
  stop(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #letRestThrough(): void {
    this.#left = mostLeft;
    this.letFlow();
  }
}
