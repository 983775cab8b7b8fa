import type { HandlerOptions } from "../support/server.js";

/** A destination of a handler with a spool, as a process that can be killed and stopped. */
export interface RunningDestination {
  readonly port: number;
  /** The configuration of a handler that sends to it by a port: its own, or one of something that stands between. */
  handlerAt(port: number): HandlerOptions;
  /** Resolves once it has so many events, each counted once. */
  has(count: number): Promise<void>;
  /** The lines of all events that it has, in the order in which they arrived. */
  lines(): Promise<string[]>;
  kill(): Promise<void>;
  /** Starts it again where it was. */
  restart(): Promise<void>;
  /** SIGSTOP: it answers no more, and its connections stay. */
  freeze(): void;
  thaw(): void;
}

/** One for each handler that sends somewhere: a new one is a file in this folder, and a line in `all.ts`. */
export interface DestinationKind {
  readonly name: string;
  /**
   * @param options of the handler, beside those that every fault has
   * @param through where handlers reach it, if that is not its own port: some destinations tell their clients where to go
   */
  start(folder: string, options?: HandlerOptions, through?: number): Promise<RunningDestination>;
}

/** Every handler tries again at once, as far as it can: what is waited for is the destination. */
export const tempo = { spool: "spool", retryDelay: 1, maxRetryDelay: 20 } as const;
