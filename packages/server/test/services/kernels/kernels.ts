import { onTestFinished } from "vitest";
import { testKernels, testKernelspec } from "../../../../../test/support/test-kernel.js";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import type { Kernel } from "../../../src/services/kernels/kernel.js";
import { KernelManager, type StartOptions } from "../../../src/services/kernels/kernel-manager.js";
import { completeKernelOptions, type KernelOptions } from "../../../src/services/kernels/kernel-options.js";
import { makeMessage, readHeader, readPart } from "../../../src/services/kernels/message-parts.js";
import type { KernelChannel, WireMessage } from "../../../src/services/kernels/wire-message.js";
import { KernelspecManager } from "../../../src/services/kernelspecs/kernelspec-manager.js";

/** A manager of kernels of the tests, which end with the test. */
export function testManager(
  options: KernelOptions = {},
  specs: Readonly<Record<string, unknown>> = { test: testKernelspec() },
) {
  const { kernels: folders } = testKernels(specs);
  const complete = completeKernelOptions({ ...folders, ...options });
  const reports: string[] = [];
  const report = (problem: string) => void reports.push(problem);
  const rootDir = temporaryFolder();
  const manager = new KernelManager({
    specs: new KernelspecManager({ ...complete, report }),
    options: complete,
    rootDir,
    allowHidden: false,
    report,
  });
  onTestFinished(() => manager.close());
  return { manager, reports, rootDir, runtimeDir: complete.runtimeDir };
}

/** A message as tests look at it. */
export interface Heard {
  readonly channel: KernelChannel;
  readonly type: string;
  /** The id of the request that it is about. */
  readonly parent: string;
  readonly content: Record<string, unknown>;
  readonly buffers: readonly Buffer[];
}

/** A client of a kernel within this process. */
export class KernelClient {
  readonly heard: Heard[] = [];
  readonly #kernel: Kernel;
  #waiting: (() => void)[] = [];

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.messages.on("message", (message) => {
      this.heard.push(readMessage(message));
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Sends a request and returns its id. */
  async send(channel: KernelChannel, type: string, content: object): Promise<string> {
    const { message, id } = makeMessage(channel, type, content);
    await this.#kernel.messages.send(message);
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

  /** Sends a request, and waits for its reply. */
  async ask(channel: KernelChannel, type: string, content: object): Promise<Heard> {
    const id = await this.send(channel, type, content);
    return this.hears(({ parent, channel: from }) => parent === id && from === channel);
  }

  /** Runs code to its end: what it printed, and the content of the reply. */
  async execute(code: string, more: object = {}) {
    const id = await this.send("shell", "execute_request", executeContent(code, more));
    const reply = await this.hears(({ type, parent }) => type === "execute_reply" && parent === id);
    await this.hears(
      ({ type, parent, content }) => type === "status" && parent === id && content.execution_state === "idle",
    );
    const printed = this.heard.filter(({ type, parent }) => type === "stream" && parent === id);
    return { reply: reply.content, text: printed.map(({ content }) => content.text).join("") };
  }
}

export function executeContent(code: string, more: object = {}) {
  return { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: true, ...more };
}

function readMessage({ channel, header, parentHeader, content, buffers }: WireMessage): Heard {
  return {
    channel,
    type: readHeader(header).type,
    parent: readHeader(parentHeader).id,
    content: readPart(content),
    buffers,
  };
}

/** Starts a kernel and waits until it answers. */
export async function startedKernel(manager: KernelManager, options: StartOptions = {}) {
  const kernel = await manager.start(options);
  const client = new KernelClient(kernel);
  await kernel.ready();
  return { kernel, client };
}
