/** Why a frame is refused: it breaks a rule of RFC 6455, or its message is too large. */
export type FrameError = "bad-frame" | "too-large";

/** The first bytes of a frame. */
export interface FrameHeader {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly isMasked: boolean;
  /** Bytes of the payload. */
  readonly length: number;
}

export const continuation = 0x0;
export const text = 0x1;
export const binary = 0x2;
export const close = 0x8;
const ping = 0x9;
const pong = 0xa;
const opcodes: readonly number[] = [continuation, text, binary, close, ping, pong];

/** The longest header: two bytes, a length of 64 bits and a mask. */
export const longestHeader = 14;
/** What a control frame may hold at most, and what fits into the length of seven bits. */
const shortPayload = 125;

export function isControl(opcode: number): boolean {
  return opcode >= close;
}

/** How many bytes a header has, from its first two. */
export function headerLength(second: number): number {
  const length = second & 0x7f;
  return 2 + (length === 127 ? 8 : length === 126 ? 2 : 0) + (second & 0x80 ? 4 : 0);
}

/**
 * Reads a header by the letter of RFC 6455, 5.2: what one reader lets pass, another may take for something else.
 *
 * @param bytes all of the header, and maybe more behind it
 */
export function readFrameHeader(bytes: Buffer): FrameHeader | FrameError {
  const first = bytes[0] as number;
  const second = bytes[1] as number;
  const opcode = first & 0x0f;
  const isLast = (first & 0x80) !== 0;
  const length = lengthIn(bytes, second & 0x7f);
  // Bits that an extension may give a meaning, and none is passed on.
  if ((first & 0x70) !== 0 || !opcodes.includes(opcode) || length === undefined) return "bad-frame";
  if (isControl(opcode) && (!isLast || length > shortPayload || (opcode === close && length === 1)))
    return "bad-frame";
  return length > Number.MAX_SAFE_INTEGER ? "too-large" : { isLast, opcode, isMasked: second > 0x7f, length };
}

/** `undefined` for a length that is written with more bytes than it needs, or with the highest bit. */
function lengthIn(bytes: Buffer, short: number): number | undefined {
  if (short <= shortPayload) return short;
  if (short === 126) {
    const length = bytes.readUInt16BE(2);
    return length > shortPayload ? length : undefined;
  }
  const upper = bytes.readUInt32BE(2);
  const length = upper * 2 ** 32 + bytes.readUInt32BE(6);
  return length > 0xffff && upper < 2 ** 31 ? length : undefined;
}
