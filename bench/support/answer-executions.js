import { header, kernelFrame, partOf } from "./kernel-frames.js";

const outputs = new Map();

/** Content of an output, made once. */
function outputOf(size) {
  if (!outputs.has(size)) outputs.set(size, `{"name":"stdout","text":"${"x".repeat(size)}"}`);
  return outputs.get(size);
}

/** Answers each request to run `COUNT SIZE` as a kernel does: busy, execute_input, so many outputs of so many bytes, the reply, idle. */
export function answerExecutions(socket) {
  let sent = 0;
  socket.on("message", (frame) => {
    const parent = partOf(frame, 1).toString();
    const { code } = JSON.parse(partOf(frame, 4).toString());
    const [count, size] = code.split(" ").map(Number);
    const output = outputOf(size);
    const messages = [
      ["iopub", "status", '{"execution_state":"busy"}'],
      ["iopub", "execute_input", `{"code":"${code}","execution_count":1}`],
      ...Array.from({ length: count }, () => ["iopub", "stream", output]),
      ["shell", "execute_reply", '{"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}'],
      ["iopub", "status", '{"execution_state":"idle"}'],
    ];
    for (const [channel, type, content] of messages)
      socket.send(kernelFrame([channel, header(`server-${sent++}`, type), parent, "{}", content]));
  });
}
