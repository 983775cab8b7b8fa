import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { KernelMessage } from "@jupyterlab/services";
import { deserialize, serialize } from "@jupyterlab/services/lib/kernel/serialize.js";
import { expect, onTestFinished, vi } from "vitest";
import { WebSocket } from "ws";
import { testKernels } from "../../../../../../test/support/test-kernel.js";
import type { ServerOptions } from "../../../../src/index.js";
import { testOptions, testServer, token as testToken } from "../../../support/test-server.js";

export const v1 = "v1.kernel.websocket.jupyter.org";
export const schema = "daybook/kernel-executions";
const everything = { allowedCategories: ["executed-code", "personally-identifiable-information"] };

/** A server with the kernel of the tests, which records all of what is run. */
export async function kernelServer(more: Partial<ServerOptions> = {}, recorded = true) {
  const options = await testOptions({ allowedSchemas: recorded ? { [schema]: everything } : [] });
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const { runtimeDir, kernels } = testKernels();
  const server = await testServer({ ...options, kernels, report, ...more });
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${server.url}api/${path}`, {
      method,
      headers: { Authorization: `token ${testToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (answer.status === 204 ? undefined : await answer.json()) as Record<string, unknown>;
  };
  const startKernel = async () => (await call("POST", "kernels", { name: "test" })).id as string;
  const connect = (kernel: string, options?: ConnectionOptions) =>
    Connection.open(server.url, kernel, options);
  const { memory } = options;
  /** What the log has once there are so many events: a client may hear of an end before it is recorded. */
  const eventsOnce = async (count: number) => {
    await vi.waitFor(() => expect(memory.events.length).toBeGreaterThanOrEqual(count));
    return memory.events;
  };
  return { url: server.url, problems, runtimeDir, memory, eventsOnce, call, startKernel, connect };
}

interface ConnectionOptions {
  readonly session?: string;
  readonly protocol?: string;
  /** Default: that of the servers that the tests start in their own process. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Heard {
  readonly channel: string;
  readonly type: string;
  readonly parent: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of message has a content of its own
  readonly content: any;
  readonly buffers: readonly DataView[];
}

/** A front end's connection with a kernel. Its messages are written and read by JupyterLab's own code. */
export class Connection {
  readonly heard: Heard[] = [];
  readonly socket: WebSocket;
  readonly session: string;
  /** Code and reason with which it was closed. */
  readonly closed: Promise<[number, string]>;
  #waiting: (() => void)[] = [];

  private constructor(socket: WebSocket, session: string) {
    this.socket = socket;
    this.session = session;
    socket.binaryType = "arraybuffer";
    this.closed = new Promise((resolve) =>
      socket.on("close", (code, reason) => resolve([code, String(reason)])),
    );
    socket.on("message", (data, binary) => {
      this.heard.push(read(binary ? data : String(Buffer.from(data as ArrayBuffer)), socket.protocol));
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  static async open(
    url: string,
    kernel: string,
    { session = randomUUID(), protocol = v1, token = testToken, headers = {} }: ConnectionOptions = {},
  ): Promise<Connection> {
    const query = `session_id=${session}&token=${token}`;
    const address = `${url.replace("http", "ws")}api/kernels/${kernel}/channels?${query}`;
    const socket = new WebSocket(address, protocol === "" ? [] : [protocol], { headers });
    const connection = new Connection(socket, session);
    onTestFinished(() => socket.terminate());
    await once(socket, "open");
    return connection;
  }

  send(
    channel: string,
    type: string,
    content: object,
    { id = randomUUID() as string, parent = {}, buffers = [] as ArrayBuffer[] } = {},
  ): string {
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.session,
      username: "somebody else",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const message = { channel, header, parent_header: parent, metadata: {}, content, buffers };
    this.socket.send(serialize(message as unknown as KernelMessage.IMessage, this.socket.protocol));
    return id;
  }

  /** The first message that matches: one that was heard before, or the next one. */
  async hears(matches: (message: Heard) => boolean): Promise<Heard> {
    for (;;) {
      const found = this.heard.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Sends a request to run code; returns its id. */
  run(code: string, more: object = {}): string {
    return this.send("shell", "execute_request", { code, silent: false, allow_stdin: true, ...more });
  }

  /** The content of a reply. */
  async replyTo(id: string) {
    return (await this.hears(({ type, parent }) => parent === id && type.endsWith("_reply"))).content;
  }

  async told(id: string, type: string) {
    return (await this.hears((message) => message.parent === id && message.type === type)).content;
  }

  /** Waits until the kernel has told all that there is to a request. */
  async idle(id: string): Promise<void> {
    await this.hears(
      ({ type, parent, content }) => parent === id && type === "status" && content.execution_state === "idle",
    );
  }

  /** Runs code to its end. */
  async execute(code: string, more: object = {}) {
    const id = this.run(code, more);
    const reply = await this.replyTo(id);
    await this.idle(id);
    return { id, reply, text: this.textOf(id) };
  }

  /** What code has printed so far. */
  textOf(id: string, name = "stdout"): string {
    const printed = this.heard.filter(
      ({ type, parent, content }) => type === "stream" && parent === id && content.name === name,
    );
    return printed.map(({ content }) => content.text).join("");
  }
}

function read(data: unknown, protocol: string): Heard {
  const message = deserialize(data as ArrayBuffer, protocol) as unknown as {
    channel: string;
    header: { msg_type: string };
    parent_header: { msg_id?: string };
    content: object;
    buffers?: DataView[];
  };
  const { channel, header, parent_header, content, buffers = [] } = message;
  return { channel, type: header.msg_type, parent: parent_header.msg_id ?? "", content, buffers };
}
