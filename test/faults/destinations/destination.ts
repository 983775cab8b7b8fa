import type { HandlerOptions } from "../support/server.js";

/** A destination of a handler with a spool, as a process that can be killed and stopped. */
export interface RunningDestination {
  readonly port: number;
  /** The configuration of a handler that sends to it by a port: its own, or one of something that stands between. */
  handlerAt(port: number): HandlerOptions;
  /** Resolves once it has so many events, each counted once. */
  has(count: number): Promise<void>;
  /** The lines of all events that it has, in the order in which they arrived. */
  lines(): string[];
  /** The ids of the same events. */
  ids(): string[];
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
  /** @param options of the handler, beside those that every fault has */
  start(folder: string, options?: HandlerOptions): Promise<RunningDestination>;
}
