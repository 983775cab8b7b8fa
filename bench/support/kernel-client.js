import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";

const kernelProgram = fileURLToPath(new URL("../../test/kernel/dist/index.js", import.meta.url));

/**
 * Installs kernels in a folder: `test` is that of the tests, `python` the one that people have.
 *
 * @param python an interpreter that has ipykernel, if there is one
 * @returns where kernels are found, and where their connection files lie
 */
export function installKernels(folder, python) {
  const kernelDirs = [join(folder, "kernels")];
  const install = (name, argv) => {
    mkdirSync(join(kernelDirs[0], name), { recursive: true });
    const spec = { argv, display_name: name, language: name };
    writeFileSync(join(kernelDirs[0], name, "kernel.json"), JSON.stringify(spec));
  };
  install("test", [process.execPath, kernelProgram, "{connection_file}"]);
  if (python !== undefined)
    install("python", [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]);
  return { kernelDirs, runtimeDir: join(folder, "runtime") };
}

/** Starts a kernel and connects with it. @param url of a server whose token is `bench` */
export async function connectKernel(url, name = "test") {
  const headers = { authorization: "token bench" };
  const answer = await fetch(`${url}api/kernels`, {
    method: "POST",
    headers,
    body: JSON.stringify({ name }),
  });
  const { id } = await answer.json();
  return { id, client: await KernelClient.to(url, id) };
}

let clients = 0;
/** Python's kernel writes a space. */
const idle = /"execution_state": ?"idle"/;

/** A client in the older protocol. It reads of messages no more than it must, so that they cost it little. */
export class KernelClient {
  #socket;
  #session = `bench-${clients++}`;
  #requests = 0;
  #waiting = () => {};

  static async to(url, kernel) {
    const client = new KernelClient();
    const address = `${url.replace("http", "ws")}api/kernels/${kernel}/channels`;
    const socket = new WebSocket(`${address}?token=bench&session_id=${client.#session}`);
    client.#socket = socket;
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.on("message", (data) => client.#waiting(data));
    return client;
  }

  /** Runs code, and resolves when the reply and the end of all output are there, with the bytes that came. */
  execute(code) {
    const id = `${this.#session}-${this.#requests++}`;
    const header = {
      msg_id: id,
      msg_type: "execute_request",
      session: this.#session,
      username: "b",
      version: "5.4",
    };
    return new Promise((resolve) => {
      let bytes = 0;
      let left = 2;
      this.#waiting = (data) => {
        bytes += data.length;
        if (data.length > 2000) return;
        const text = data.toString();
        if (!text.includes(id)) return;
        if (text.includes('"msg_type": "execute_reply"') || idle.test(text)) left--;
        if (left === 0) resolve(bytes);
      };
      const message = {
        channel: "shell",
        header,
        parent_header: {},
        metadata: {},
        content: { code, silent: false },
      };
      this.#socket.send(JSON.stringify(message));
    });
  }

  close() {
    this.#socket.terminate();
  }
}
