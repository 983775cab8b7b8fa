import type { KernelMessages } from "./kernel-messages.js";
import { makeMessage, readHeader } from "./message-parts.js";
import type { WireMessage } from "./wire-message.js";

/** The first pause before a kernel is asked again, and the longest one, in milliseconds. */
const firstPause = 250;
const longestPause = 10_000;

/**
 * Resolves once a kernel answers, and its output reaches us. It is asked more than once, as a subscription to its output
 * takes effect some time after the connection, and what was said before is lost.
 *
 * @throws the reason of the signal, when that comes first
 */
export function untilAnswered(messages: KernelMessages, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = new Set<string>();
    let replied = false;
    let heard = false;
    let pause = firstPause;
    let timer: NodeJS.Timeout | undefined;

    const ask = (): void => {
      const { message, id } = makeMessage("shell", "kernel_info_request", {});
      asked.add(id);
      messages.send(message).catch(() => {});
      timer = setTimeout(ask, pause);
      pause = Math.min(pause * 2, longestPause);
    };
    const look = ({ channel, parentHeader }: WireMessage): void => {
      if (channel === "iopub") heard = true;
      else if (channel === "shell" && asked.has(readHeader(parentHeader).id)) replied = true;
      if (replied && heard) end(resolve);
    };
    const abort = (): void => end(() => reject(signal.reason));
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      messages.off("message", look);
      signal.removeEventListener("abort", abort);
      settle();
    };

    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", abort);
    messages.on("message", look);
    ask();
  });
}
