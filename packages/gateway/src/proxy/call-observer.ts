import type { IncomingMessage } from "node:http";

/** Sees one call pass. It never throws, never waits and changes nothing. */
export interface CallObserver {
  /** A piece of the request's body; absent where that is not looked at. */
  readonly sent?: (piece: Buffer) => void;
  /** A piece of the answer's body; absent where that is not looked at. */
  readonly received?: (piece: Buffer) => void;
  /** The answer has begun. */
  answered(status: number, answer: IncomingMessage): void;
  /** The answer is whole. */
  ended(): void;
  /**
   * The connection is done with the answer, or has ended before it.
   *
   * @param unsent bytes of the answer that wait to be sent still
   */
  sentOut(unsent: number, isWhole: boolean): void;
  /** There is no answer, or not all of it. */
  failed(): void;
  /** True once nothing more is needed to know what became of the call. */
  readonly done: boolean;
}
