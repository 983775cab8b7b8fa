import type { OptionSchema } from "./option-schema.js";

const flag: OptionSchema = { type: "boolean", expected: "true or false" };
const kernelName: OptionSchema = { type: "string", minLength: 1, expected: "the name of a kernel" };
const seconds: OptionSchema = {
  type: "number",
  exclusiveMinimum: 0,
  maximum: 1_000_000,
  expected: "a number of seconds, above 0",
};

const rate: OptionSchema = { type: "number", minimum: 0, expected: "a number a second (0 for no limit)" };

/** The options of kernels, by section. */
export const kernelSections = {
  KernelSpecManager: {
    allowed_kernelspecs: { type: "array", items: kernelName, expected: "a list of names of kernels" },
  },
  MappingKernelManager: {
    default_kernel_name: kernelName,
    kernel_info_timeout: seconds,
    // Jupyter takes negative numbers for 0, and so do configurations that were written for it.
    cull_idle_timeout: {
      type: "number",
      maximum: 1_000_000_000,
      expected: "a number of seconds (0 for never)",
    },
    cull_interval: seconds,
    cull_connected: flag,
    cull_busy: flag,
    buffer_offline_messages: flag,
    allowed_message_types: {
      type: "array",
      items: { type: "string", minLength: 1, expected: "a type of messages" },
      expected: "a list of types of messages",
    },
  },
  KernelManager: {
    transport: { enum: ["tcp", "ipc"], expected: "one of tcp, ipc" },
    shutdown_wait_time: seconds,
    autorestart: flag,
  },
  KernelRestarter: {
    restart_limit: { type: "integer", minimum: 0, maximum: 1000, expected: "a whole number from 0 to 1000" },
    stable_start_time: seconds,
  },
  ZMQChannelsWebsocketConnection: {
    limit_rate: flag,
    iopub_msg_rate_limit: rate,
    iopub_data_rate_limit: rate,
    rate_limit_window: seconds,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, OptionSchema>>>>;

/** The same, with the names that JavaScript has for them. */
export interface KernelConfig {
  readonly KernelSpecManager?: {
    /** The kernels that may be used. Default: all that are found. */
    readonly allowedKernelspecs?: readonly string[] | undefined;
  };
  readonly MappingKernelManager?: {
    /** The kernel that is started where none is asked for. Default: `python3`, else the first. */
    readonly defaultKernelName?: string | undefined;
    /** For how many seconds a kernel may take to answer after a restart. Default: 60. */
    readonly kernelInfoTimeout?: number | undefined;
    /** Shuts down kernels that nobody used for so many seconds. Default: 0, never. */
    readonly cullIdleTimeout?: number | undefined;
    /** How often to look for them, in seconds. Default: 300. */
    readonly cullInterval?: number | undefined;
    /** Also those with clients that are connected. Default: false. */
    readonly cullConnected?: boolean | undefined;
    /** Also those that work. Default: false. */
    readonly cullBusy?: boolean | undefined;
    /** Hold what a kernel sends while a client is away, for when it is back. Default: true. */
    readonly bufferOfflineMessages?: boolean | undefined;
    /** The types of messages that clients may send to kernels. Default: all. */
    readonly allowedMessageTypes?: readonly string[] | undefined;
  };
  readonly KernelManager?: {
    /** How kernels are connected: by ports of this machine, or by files. Default: `tcp`. */
    readonly transport?: "tcp" | "ipc" | undefined;
    /** For how many seconds a kernel may take to end before it is killed. Default: 5. */
    readonly shutdownWaitTime?: number | undefined;
    /** Start a kernel again that died. Default: true. */
    readonly autorestart?: boolean | undefined;
  };
  readonly KernelRestarter?: {
    /** How often in a row a kernel is started again. Default: 5. */
    readonly restartLimit?: number | undefined;
    /** After how many seconds a kernel counts as well started. Default: 10. */
    readonly stableStartTime?: number | undefined;
  };
  readonly ZMQChannelsWebsocketConnection?: {
    /** Limit the outputs that reach a client. Default: true. */
    readonly limitRate?: boolean | undefined;
    /** Messages of output in a second; 0 is no limit. Default: 1,000. */
    readonly iopubMsgRateLimit?: number | undefined;
    /** Bytes of streams in a second; 0 is no limit. Default: 1,000,000. */
    readonly iopubDataRateLimit?: number | undefined;
    /** Over how many seconds both are measured. Default: 3. */
    readonly rateLimitWindow?: number | undefined;
  };
}
