import { userInfo } from "node:os";
import { join } from "node:path";
import { type Kernel, KernelManager, KernelMessage, ServerConnection } from "@jupyterlab/services";
import { expect, onTestFinished, test } from "vitest";
import { DaybookServer } from "./support/daybook.js";
import { readEvents } from "./support/recorded-events.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { testKernels } from "./support/test-kernel.js";

const schema = "daybook/kernel-executions";
const configuration = `
EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
  allowed_schemas:
    ${schema}: { allowed_categories: [executed-code, personally-identifiable-information] }
`;

/** JupyterLab's own client of kernels, and a server with the kernel of the tests. */
async function startClient() {
  const { jupyterPath, runtimeDir } = testKernels();
  const cwd = temporaryFolder({ "daybook.yaml": configuration });
  const environment = { JUPYTER_PATH: jupyterPath, JUPYTER_RUNTIME_DIR: runtimeDir };
  const server = await DaybookServer.start([], { cwd, environment });
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: server.url,
    wsUrl: server.url.replace("http", "ws"),
    token: server.token,
    appendToken: true,
  });
  const manager = new KernelManager({ serverSettings });
  onTestFinished(() => manager.dispose());
  return { server, manager, log: join(cwd, "event.log") };
}

/** Runs code as a notebook does. */
async function execute(kernel: Kernel.IKernelConnection, code: string, answer?: string) {
  const future = kernel.requestExecute({ code, allow_stdin: answer !== undefined });
  const outputs: string[] = [];
  future.onIOPub = (message) => {
    if (KernelMessage.isStreamMsg(message)) outputs.push(message.content.text);
    if (KernelMessage.isErrorMsg(message)) outputs.push(message.content.ename);
  };
  future.onStdin = () => future.sendInputReply({ value: answer ?? "", status: "ok" }, {} as never);
  const reply = await future.done;
  return { status: reply?.content.status, outputs };
}

test("what somebody runs with the real client is in the log, with their name and how it ended", async () => {
  const { server, manager, log } = await startClient();
  const kernel = await manager.startNew({ name: "test" });
  const info = await kernel.info;
  expect(info.implementation).toBe("test-kernel");

  expect(await execute(kernel, "print hello")).toEqual({ status: "ok", outputs: ["hello\n"] });
  expect(await execute(kernel, "error KeyError x")).toEqual({ status: "error", outputs: ["KeyError"] });
  expect(await execute(kernel, "input Name?", "Ada")).toEqual({ status: "ok", outputs: ["Ada\n"] });
  const second = manager.connectTo({ model: kernel.model });
  expect(await execute(second, "print second")).toEqual({ status: "ok", outputs: ["second\n"] });

  await kernel.reconnect();
  expect(await execute(kernel, "print again")).toEqual({ status: "ok", outputs: ["again\n"] });
  await kernel.restart();
  expect(await execute(kernel, "print anew")).toEqual({ status: "ok", outputs: ["anew\n"] });
  await kernel.shutdown();
  expect(await server.stop()).toBe(0);

  const events = await readEvents(log);
  expect(events.map(({ code, execution_count, status }) => [code, execution_count, status])).toEqual([
    ["print hello", 1, "ok"],
    ["error KeyError x", 2, "error"],
    ["input Name?", 3, "ok"],
    ["print second", 4, "ok"],
    ["print again", 5, "ok"],
    ["print anew", 1, "ok"],
  ]);
  for (const event of events) {
    expect(event).toMatchObject({ __schema__: schema, kernel_id: kernel.id, username: userInfo().username });
  }
  expect(JSON.stringify(events)).not.toContain("hello\\n");
});
