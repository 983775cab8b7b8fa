import type { Kernel, KernelMessage } from "@jupyterlab/services";

type Request = KernelMessage.IExecuteRequestMsg["content"];
interface Reply {
  readonly status: string;
  readonly execution_count?: number | null;
  readonly ename?: string;
}

/**
 * Runs code as a notebook does, and answers "Ada" to whatever it asks.
 *
 * @returns the reply, what was printed, and the MIME bundles that were shown meanwhile
 */
export async function run(kernel: Kernel.IKernelConnection, code: string, more: Partial<Request> = {}) {
  const future = kernel.requestExecute({ code, allow_stdin: true, ...more });
  let printed = "";
  const shown: Record<string, unknown>[] = [];
  future.onIOPub = ({ content }) => {
    if ("text" in content) printed += content.text;
    if ("data" in content && !("comm_id" in content)) shown.push(content.data as Record<string, unknown>);
  };
  future.onStdin = ({ header }) => {
    if (header.msg_type !== "input_request") return;
    const answer = { value: "Ada", status: "ok" } as const;
    kernel.sendInputReply(answer, header as KernelMessage.IInputRequestMsg["header"]);
  };
  const reply = (await future.done).content as Reply;
  return { reply, printed, shown };
}

/** Starts code that takes long, and resolves once it has printed something. */
export async function startLong(kernel: Kernel.IKernelConnection, code: string) {
  const future = kernel.requestExecute({ code });
  await new Promise<void>((resolve) => {
    future.onIOPub = ({ header }) => {
      if (header.msg_type === "stream") resolve();
    };
  });
  return future;
}
