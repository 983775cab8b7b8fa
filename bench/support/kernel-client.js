import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";

const kernelProgram = fileURLToPath(new URL("../../test/kernel/dist/index.js", import.meta.url));

/** Installs the kernel of the tests in a folder. @returns where kernels are found, and where their connection files lie */
export function installKernel(folder) {
  const kernelDirs = [join(folder, "kernels")];
  mkdirSync(join(kernelDirs[0], "test"), { recursive: true });
  const argv = [process.execPath, kernelProgram, "{connection_file}"];
  const spec = { argv, display_name: "Test", language: "test-language" };
  writeFileSync(join(kernelDirs[0], "test", "kernel.json"), JSON.stringify(spec));
  return { kernelDirs, runtimeDir: join(folder, "runtime") };
}

/** Starts a kernel and connects with it. @param url of a server whose token is `bench` */
export async function connectKernel(url) {
  const headers = { authorization: "token bench" };
  const answer = await fetch(`${url}api/kernels`, { method: "POST", headers, body: '{"name": "test"}' });
  const { id } = await answer.json();
  return { id, client: await KernelClient.to(url, id) };
}

let clients = 0;

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
        if (text.includes('"msg_type": "execute_reply"') || text.includes('"execution_state":"idle"')) left--;
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
