import type { CloseReason } from "../web-sockets/close-reasons.js";

/**
 * Sees what one side of an upgraded connection sends. It never changes bytes; it may hold some back while it asks whether
 * they may pass, and it may have the connection closed.
 */
export interface StreamObserver {
  /**
   * Looks at bytes from a place on.
   *
   * @returns up to where they may pass. Where that is not their end, {@link stopped} says why
   */
  look(bytes: Buffer, from: number): number;
  /**
   * Why bytes were held back: for a reason to close the connection, or until it is known whether there is one. If there is
   * none, it is asked again from where it has stopped.
   */
  readonly stopped: CloseReason | Promise<CloseReason | undefined> | undefined;
  /** Whether it has kept some of the bytes that it was last shown, so that they must stay as they are. */
  readonly keepsBytes: boolean;
  /** Whether something may be sent behind what has passed, as the last frame is whole. */
  readonly isBetweenFrames: boolean;
}

/** Sees the two byte streams of an upgraded connection. */
export interface UpgradeObserver {
  readonly client: StreamObserver;
  readonly server: StreamObserver;
  /** The connection is over. */
  ended(): void;
}
