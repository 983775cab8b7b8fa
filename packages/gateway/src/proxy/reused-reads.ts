import { connect, type Socket, type TcpNetConnectOpts } from "node:net";
import type { Duplex } from "node:stream";

/** As much as Node reads at a time. */
const readBytes = 64 * 1024;
/** To copy so little costs less than other memory for the next read. */
const littleBytes = readBytes / 2;

/**
 * Takes bytes that have come.
 *
 * @returns whether nobody needs them any more: what is read next may then stand in the same memory
 */
export type Taker = (bytes: Buffer) => boolean;

const readsOf = new WeakMap<Duplex, ReusedReads>();

/**
 * Connects as `net.connect` does. What is read stands in the same memory again and again once {@link takeBytes} has found who
 * takes it: memory that is new for each read is most of the work of passing large outputs on, and the collector's worst case.
 */
export function connectReusing(options: TcpNetConnectOpts): Socket {
  const reads = new ReusedReads();
  const socket: Socket = connect({
    ...options,
    onread: {
      buffer: () => reads.memory(),
      callback: (length, memory): boolean => reads.received(socket, memory as Buffer, length),
    },
  });
  readsOf.set(socket, reads);
  return socket;
}

/** Has what a stream reads taken, from now on and in order, also what it holds already. */
export function takeBytes(stream: Duplex, take: Taker): void {
  stream.on("data", take);
  const reads = readsOf.get(stream);
  if (reads !== undefined) reads.taker = take;
}

/** Where the next bytes of one connection are read to. */
class ReusedReads {
  taker: Taker | undefined;
  #spare: Buffer | undefined;

  memory(): Buffer {
    const memory = this.#spare ?? Buffer.allocUnsafeSlow(readBytes);
    this.#spare = undefined;
    return memory;
  }

  /** @returns false where nothing more should be read for now */
  received(socket: Socket, memory: Buffer, length: number): boolean {
    const isLittle = length <= littleBytes;
    const bytes = isLittle ? Buffer.from(memory.subarray(0, length)) : memory.subarray(0, length);
    if (isLittle) this.#spare = memory;
    // Until somebody takes them, and as long as older ones wait, they are a stream's like any others.
    if (this.taker === undefined || socket.readableLength > 0) return socket.push(bytes);
    if (this.taker(bytes)) this.#spare = memory;
    return true;
  }
}
