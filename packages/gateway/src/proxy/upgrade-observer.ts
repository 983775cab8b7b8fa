/**
 * Sees the two byte streams of an upgraded connection. It never changes bytes and never delays them; it may end the
 * connection by destroying what it was given.
 */
export interface UpgradeObserver {
  /** Bytes that the client has sent. */
  fromClient(bytes: Buffer): void;
  /** Bytes that the server behind has sent. */
  fromServer(bytes: Buffer): void;
  /** The connection is over. */
  ended(): void;
}
