import { type EncodedFrame, encodeFrame, KernelMessage, type KernelProtocol } from "@daybook/notebook-events";
import { makeMessage } from "../message-parts.js";

/** Outputs: what a person can do without when there is too much of it. */
const outputs: ReadonlySet<string> = new Set([
  ...["stream", "display_data", "update_display_data", "execute_result", "clear_output"],
]);

/** A message of a kernel on its way to clients. All of them share what it takes to send it. */
export class OutgoingMessage extends KernelMessage {
  readonly #frames = new Map<KernelProtocol, EncodedFrame>();
  #size: number | undefined;

  get type(): string {
    return this.header?.type ?? "";
  }

  /** Bytes of all its parts. */
  get size(): number {
    if (this.#size === undefined) {
      const { header, parentHeader, metadata, content, buffers } = this.parts;
      this.#size = header.length + parentHeader.length + metadata.length + content.length;
      for (const buffer of buffers) this.#size += buffer.length;
    }
    return this.#size;
  }

  get isOutput(): boolean {
    return this.channel === "iopub" && outputs.has(this.type);
  }

  /** Whether it says that the kernel has come to the end of a request. */
  get isIdle(): boolean {
    return this.channel === "iopub" && this.executionState === "idle";
  }

  frame(protocol: KernelProtocol): EncodedFrame {
    let frame = this.#frames.get(protocol);
    if (frame === undefined) {
      frame = encodeFrame(this, protocol);
      this.#frames.set(protocol, frame);
    }
    return frame;
  }

  /** A line on standard error, shown where the output of this message would have been. */
  notice(text: string): OutgoingMessage {
    const { message } = makeMessage("iopub", "stream", { name: "stderr", text: `${text}\n` });
    return new OutgoingMessage({ ...message, parentHeader: this.parts.parentHeader });
  }
}
