import { type ServerError, serverError } from "../../../errors.js";
import { decodeText } from "../../../http/json-body.js";

/** One event of a batch as it was sent: its text, or why it cannot be one. */
export type Item = string | ServerError;

/** A form in which batches come. It is given the body piece by piece and holds at most one item that has not ended. */
export interface ItemReader {
  /** Takes the next bytes. @returns the items that end in them */
  push(bytes: Buffer): Item[];
  /** Ends the body. @returns what is left, where the body had no end of its own */
  end(): Item[];
}

export function itemOf(bytes: Uint8Array | undefined): Item {
  if (bytes === undefined) return serverError("too-large");
  try {
    return decodeText(bytes);
  } catch (error) {
    return error as ServerError;
  }
}

/** True for what separates items and is none itself. */
export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}
