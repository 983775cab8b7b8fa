import {
  binary,
  close,
  continuation,
  type FrameError,
  headerLength,
  isControl,
  longestHeader,
  readFrameHeader,
  text,
} from "./frame-header.js";
import { unmasked } from "./mask.js";

/** Takes as much of the messages as it wants to see. */
export interface MessageSink {
  /** A message begins. */
  begin(isBinary: boolean): void;
  /** How many more bytes of it are wanted now; the others pass without being copied. */
  readonly wanted: number;
  /** At most so many bytes as are wanted. They may belong to a larger buffer. */
  add(piece: Buffer): void;
  /** Bytes that were not wanted. */
  skip(bytes: number): void;
}

/** What the bytes that were read last have brought to an end: a message, the connection, or nothing yet. */
export type ReadResult = "more" | "message" | "closed" | FrameError;

/**
 * Reads the frames of one side of a WebSocket from bytes that come in pieces. It holds nothing but the start of a header;
 * what it reads is the sink's to keep.
 *
 * @example
 * const reader = new FrameReader("client", sink);
 * for (let at = 0; at < bytes.length; at = reader.at) {
 *   if (reader.read(bytes, at) === "message") judge(sink);
 * }
 */
export class FrameReader {
  /** Where {@link read} has stopped. */
  at = 0;
  readonly #isMasked: boolean;
  readonly #sink: MessageSink;
  readonly #header = Buffer.alloc(longestHeader);
  #headerBytes = 0;
  /** Bytes of the payload that are still to come; -1 between frames. */
  #left = -1;
  #passed = 0;
  #opcode = 0;
  #isLast = false;
  #mask: Buffer | undefined;
  #inMessage = false;
  #isClosed = false;

  /** @param side whose bytes it reads: clients mask, and servers do not */
  constructor(side: "client" | "server", sink: MessageSink) {
    this.#isMasked = side === "client";
    this.#sink = sink;
  }

  /** Whether the last frame is whole, so that another may follow it. */
  get isBetweenFrames(): boolean {
    return this.#left < 0 && this.#headerBytes === 0;
  }

  /** Reads from a place to the end of a message or to the end of what is there; {@link at} says how far. */
  read(bytes: Buffer, from: number): ReadResult {
    this.at = from;
    while (this.at < bytes.length) {
      if (this.#isClosed) return "bad-frame";
      if (this.#left < 0) {
        const error = this.#readHeader(bytes);
        if (error !== undefined) return error;
        if (this.#left < 0) return "more";
      }
      this.#readPayload(bytes);
      if (this.#left > 0) return "more";
      this.#left = -1;
      if (this.#opcode === close) {
        this.#isClosed = true;
        return "closed";
      }
      if (!isControl(this.#opcode) && this.#isLast) {
        this.#inMessage = false;
        return "message";
      }
    }
    return "more";
  }

  #readHeader(bytes: Buffer): FrameError | undefined {
    if (!this.#gather(bytes, 2) || !this.#gather(bytes, headerLength(this.#header[1] as number)))
      return undefined;
    const header = readFrameHeader(this.#header);
    if (typeof header === "string") return header;
    const { opcode, isLast, length, isMasked } = header;
    if (isMasked !== this.#isMasked) return "bad-frame";
    if (!isControl(opcode)) {
      if ((opcode === continuation) !== this.#inMessage) return "bad-frame";
      if (opcode === text || opcode === binary) this.#sink.begin(opcode === binary);
      this.#inMessage = true;
    }
    this.#mask = isMasked ? this.#header.subarray(this.#headerBytes - 4, this.#headerBytes) : undefined;
    this.#opcode = opcode;
    this.#isLast = isLast;
    this.#left = length;
    this.#passed = 0;
    this.#headerBytes = 0;
    return undefined;
  }

  /** @returns whether the header has so many bytes by now */
  #gather(bytes: Buffer, count: number): boolean {
    while (this.#headerBytes < count && this.at < bytes.length) {
      this.#header[this.#headerBytes++] = bytes[this.at++] as number;
    }
    return this.#headerBytes >= count;
  }

  #readPayload(bytes: Buffer): void {
    const end = Math.min(bytes.length, this.at + this.#left);
    if (isControl(this.#opcode)) {
      this.#left -= end - this.at;
      this.at = end;
      return;
    }
    while (this.at < end) {
      const { wanted } = this.#sink;
      const until = wanted === 0 ? end : Math.min(end, this.at + wanted);
      if (wanted === 0) this.#sink.skip(until - this.at);
      else this.#sink.add(this.#plain(bytes.subarray(this.at, until)));
      this.#passed += until - this.at;
      this.#left -= until - this.at;
      this.at = until;
    }
  }

  #plain(piece: Buffer): Buffer {
    return this.#mask === undefined ? piece : unmasked(piece, this.#mask, this.#passed);
  }
}
