/** How the WebSockets of kernels behave. Times are in seconds, as in Jupyter's configuration. */
export interface ChannelsOptions {
  /** Hold what a kernel sends while a client is away, for when it is back. Default: true. */
  readonly bufferOfflineMessages?: boolean;
  /** Limit the outputs that reach a client. Default: true. */
  readonly limitRate?: boolean;
  /** Messages of output in a second; 0 is no limit. Default: 1,000. */
  readonly iopubMsgRateLimit?: number;
  /** Bytes of streams in a second; 0 is no limit. Default: 1,000,000. */
  readonly iopubDataRateLimit?: number;
  /** Over how long both are measured. Default: 3. */
  readonly rateLimitWindow?: number;
  /** The types of messages that clients may send to kernels; others are ignored. Default: all. */
  readonly allowedMessageTypes?: readonly string[];
  /** How often clients are asked whether they are there, at all WebSockets; who has not answered by then is not. Default: 30. */
  readonly websocketPingInterval?: number;
  /** Bytes that wait for a client that reads slowly, or for one that is away. Default: 64 MiB. */
  readonly maxBacklog?: number;
}

export type CompleteChannelsOptions = Required<ChannelsOptions>;

/** Fills in the defaults. */
export function completeChannelsOptions(options: ChannelsOptions = {}): CompleteChannelsOptions {
  return {
    bufferOfflineMessages: true,
    limitRate: true,
    iopubMsgRateLimit: 1000,
    iopubDataRateLimit: 1_000_000,
    rateLimitWindow: 3,
    allowedMessageTypes: [],
    websocketPingInterval: 30,
    maxBacklog: 64 * 1024 * 1024,
    ...options,
  };
}
