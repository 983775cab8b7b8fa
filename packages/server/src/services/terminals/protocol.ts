/** How many lines and columns a client can show. */
export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** What a client says: what was typed, or how large it is. */
export type ClientMessage =
  | { readonly kind: "stdin"; readonly text: string }
  | { readonly kind: "size"; readonly size: TerminalSize };

/** The system keeps them in 16 bits. */
const largestSize = 0xffff;

/**
 * Reads a message of terminado's protocol: `["stdin", text]` or `["set_size", rows, columns, ..]`.
 *
 * @returns undefined for what is neither: a later protocol may have more, and a client that is hidden has no size
 */
export function readClientMessage(text: string): ClientMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(message)) return undefined;
  const [kind, first, second] = message as unknown[];
  if (kind === "stdin" && typeof first === "string") return { kind: "stdin", text: first };
  if (kind === "set_size" && isExtent(first) && isExtent(second))
    return { kind: "size", size: { rows: first, columns: second } };
  return undefined;
}

/** The first message to a client. */
export const setupMessage = JSON.stringify(["setup", {}]);

/** The last one: the program on the terminal has ended. */
export const disconnectMessage = JSON.stringify(["disconnect", 1]);

export function stdoutMessage(text: string): string {
  return JSON.stringify(["stdout", text]);
}

function isExtent(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= largestSize;
}
