const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const open = 0x7b;
const close = 0x7d;

/**
 * Finds the end of a JSON value in bytes that come in pieces. Strings, which most of a notebook consists of, are searched at
 * the speed of memory; each byte is looked at once.
 */
export class JsonValueScanner {
  #depth = 0;
  #inString = false;
  /** The next byte stands behind a backslash. */
  #escaped = false;
  #begun = false;
  ended = false;

  /** Makes ready for a value; white space may stand before it. */
  begin(): void {
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#begun = false;
    this.ended = false;
  }

  /** @returns the place behind what belongs to the value; `ended` says whether that is all of it */
  scan(piece: Buffer, from: number): number {
    let at = from;
    while (at < piece.length) {
      if (this.#inString) {
        at = this.#skipString(piece, at);
        if (!this.#inString && this.#depth === 0) return this.#end(at);
        continue;
      }
      const byte = piece[at] as number;
      if (byte === quote) {
        // Behind a number it cannot be; the server behind refuses it.
        this.#inString = true;
      } else if (byte === open || byte === openList) {
        this.#depth++;
      } else if (byte === close || byte === closeList) {
        if (this.#depth === 0) return this.#end(at);
        if (--this.#depth === 0) return this.#end(at + 1);
      } else if (this.#depth === 0 && (byte === comma || (byte <= 0x20 && this.#begun))) {
        return this.#end(at);
      }
      if (byte > 0x20) this.#begun = true;
      at++;
    }
    return at;
  }

  #end(at: number): number {
    this.ended = true;
    return at;
  }

  #skipString(piece: Buffer, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at++;
    }
    let nextQuote = -1;
    while (at < piece.length) {
      // Found once for many backslashes before it, else each of them would search all of the piece.
      if (nextQuote < at) nextQuote = indexOf(piece, quote, at);
      const slash = piece.subarray(at, nextQuote).indexOf(backslash);
      if (slash < 0) {
        if (nextQuote === piece.length) return piece.length;
        this.#inString = false;
        return nextQuote + 1;
      }
      at += slash + 2;
      if (at > piece.length) this.#escaped = true;
    }
    return piece.length;
  }
}

/** The place of a byte, or the end. */
function indexOf(piece: Buffer, byte: number, from: number): number {
  const place = piece.indexOf(byte, from);
  return place < 0 ? piece.length : place;
}
