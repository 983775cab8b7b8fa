import type { StreamObserver } from "../proxy/upgrade-observer.js";
import { FrameReader, type MessageSink } from "./frame-reader.js";

const nothing: MessageSink = { begin: () => {}, wanted: 0, add: () => {}, skip: () => {} };

/** Knows where the frames of a server end, and lets everything pass, also what are no frames. */
export class FrameFollower implements StreamObserver {
  readonly #reader = new FrameReader("server", nothing);
  #isLost = false;
  readonly stopped = undefined;
  readonly keepsBytes = false;

  get isBetweenFrames(): boolean {
    return !this.#isLost && this.#reader.isBetweenFrames;
  }

  look(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length && !this.#isLost; at = this.#reader.at) {
      const result = this.#reader.read(bytes, at);
      this.#isLost = result !== "more" && result !== "message";
    }
    return bytes.length;
  }
}
