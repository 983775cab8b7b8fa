/** The channels of a kernel that carry messages. */
export type KernelChannel = "shell" | "control" | "stdin" | "iopub";

/** A message of Jupyter's protocol. Its parts stay as they came, JSON in UTF-8: nobody parses what nobody asks for. */
export interface WireMessage {
  readonly channel: KernelChannel;
  readonly header: Buffer;
  readonly parentHeader: Buffer;
  readonly metadata: Buffer;
  readonly content: Buffer;
  readonly buffers: readonly Buffer[];
}
