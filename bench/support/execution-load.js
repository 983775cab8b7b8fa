import { once } from "node:events";
import { WebSocket } from "ws";
import { header, kernelFrame } from "./kernel-frames.js";

/**
 * Has code run over one WebSocket of a kernel, some of it under way at a time, until all of it has run.
 *
 * @param outputs of each execution
 * @param size of an output, in bytes
 * @returns messages from the kernel in a second
 */
export async function executionLoad({ url, count, underway, outputs, size }) {
  const address = `${url.replace("http", "ws")}api/kernels/5f0c/channels?token=bench`;
  const socket = new WebSocket(address, ["v1.kernel.websocket.jupyter.org"], { perMessageDeflate: false });
  await once(socket, "open");
  const answers = outputs + 4;
  let asked = 0;
  let messages = 0;
  const ask = () => {
    const content = `{"code":"${outputs} ${size}","silent":false,"store_history":true,"allow_stdin":true,"stop_on_error":true}`;
    socket.send(kernelFrame(["shell", header(`client-${asked++}`, "execute_request"), "{}", "{}", content]));
  };
  const started = performance.now();
  const ended = new Promise((resolve, reject) => {
    socket.on("close", () => reject(new Error("the WebSocket was closed")));
    socket.on("message", () => {
      if (++messages === count * answers) resolve();
      else if (messages % answers === 0 && asked < count) ask();
    });
  });
  while (asked < underway && asked < count) ask();
  await ended;
  const seconds = (performance.now() - started) / 1000;
  socket.removeAllListeners("close");
  socket.terminate();
  return messages / seconds;
}
