import {
  KernelManager,
  type Kernel,
  type KernelMessage,
  ServerConnection,
  SessionManager,
  SettingManager,
  WorkspaceManager,
} from "@jupyterlab/services";
import { expect, onTestFinished, test } from "vitest";
import { readEvents } from "../../support/recorded-events.js";
import { startLabServer } from "../support/lab-server.js";

/** A server, and what JupyterLab's own library connects to it with. */
async function connected() {
  const started = await startLabServer();
  const { url: baseUrl, token } = started.server;
  const serverSettings = ServerConnection.makeSettings({ baseUrl, appUrl: "lab", token, appendToken: true });
  const kernels = new KernelManager({ serverSettings });
  onTestFinished(() => kernels.dispose());
  await kernels.ready;
  return { ...started, serverSettings, kernels };
}

/** Runs code. @returns the reply, and all that was printed or shown meanwhile */
async function run(kernel: Kernel.IKernelConnection, code: string, more: Partial<Execute> = {}) {
  const future = kernel.requestExecute({ code, ...more });
  let printed = "";
  const shown: Record<string, unknown>[] = [];
  future.onIOPub = ({ content }) => {
    if ("text" in content) printed += content.text;
    if ("data" in content) shown.push(content.data as Record<string, unknown>);
  };
  future.onStdin = (message) => {
    if (message.header.msg_type !== "input_request") return;
    kernel.sendInputReply(
      { value: "Ada", status: "ok" },
      message.header as KernelMessage.IInputRequestMsg["header"],
    );
  };
  const reply = (await future.done).content as { status: string; ename?: string; execution_count?: number };
  return { reply, printed, shown };
}

type Execute = KernelMessage.IExecuteRequestMsg["content"];

test("ipykernel does for JupyterLab's client library whatever it can ask of a kernel", async () => {
  const { kernels, server, log } = await connected();
  const kernel = await kernels.startNew({ name: "python3" });
  expect((await kernel.info).implementation).toBe("ipython");

  expect(await run(kernel, "print('hello'); 6 * 7")).toMatchObject({
    reply: { status: "ok", execution_count: 1 },
    printed: "hello\n",
    shown: [{ "text/plain": "42" }],
  });
  expect((await run(kernel, "1 / 0")).reply).toMatchObject({ status: "error", ename: "ZeroDivisionError" });
  expect((await run(kernel, "name = input('Who? '); print(name)", { allow_stdin: true })).printed).toBe(
    "Ada\n",
  );
  const plot = await run(kernel, "import matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.show()");
  expect(plot.shown).toEqual([expect.objectContaining({ "image/png": expect.stringMatching(/^iVBOR/) })]);

  const completion = await kernel.requestComplete({ code: "nam", cursor_pos: 3 });
  expect(completion.content).toMatchObject({ matches: expect.arrayContaining(["name"]) });
  const inspection = await kernel.requestInspect({ code: "len", cursor_pos: 3, detail_level: 0 });
  expect(inspection.content).toMatchObject({ status: "ok", found: true });
  const history = await kernel.requestHistory({
    ...{ hist_access_type: "tail", n: 1, raw: true, output: false },
  } as KernelMessage.IHistoryRequestMsg["content"]);
  expect(JSON.stringify(history.content)).toContain("plt.show()");
  const completeness = await kernel.requestIsComplete({ code: "for i in range(3):" });
  expect(completeness.content.status).toBe("incomplete");

  await run(
    kernel,
    `def opened(comm, message):
    @comm.on_msg
    def answer(message):
        comm.send({"doubled": message["content"]["data"]["number"] * 2})
get_ipython().kernel.comm_manager.register_target("doubler", opened)`,
  );
  const comm = kernel.createComm("doubler");
  const answer = new Promise((resolve) => {
    comm.onMsg = (message) => resolve(message.content.data);
  });
  await comm.open().done;
  comm.send({ number: 21 });
  expect(await answer).toEqual({ doubled: 42 });

  const long = kernel.requestExecute({ code: "print('on', flush=True)\nimport time\ntime.sleep(600)" });
  await new Promise<void>((resolve) => {
    long.onIOPub = ({ header }) => {
      if (header.msg_type === "stream") resolve();
    };
  });
  await kernel.interrupt();
  expect((await long.done).content).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });

  await kernel.restart();
  expect((await run(kernel, "name")).reply).toMatchObject({ status: "error", ename: "NameError" });
  const { id } = kernel;
  await kernel.shutdown();

  expect(await server.stop()).toBe(0);
  const events = await readEvents(log);
  const codes = events.filter(({ __schema__: schema }) => schema === "daybook/kernel-executions");
  expect(
    codes.map(({ code, status, error_name: error }) => [String(code).slice(0, 10), status, error]),
  ).toEqual([
    ["print('hel", "ok", undefined],
    ["1 / 0", "error", "ZeroDivisionError"],
    ["name = inp", "ok", undefined],
    ["import mat", "ok", undefined],
    ["def opened", "ok", undefined],
    ["print('on'", "error", "KeyboardInterrupt"],
    ["name", "error", "NameError"],
  ]);
  const actions = events.filter(({ __schema__: schema }) => String(schema).endsWith("kernel-actions"));
  expect(actions.filter(({ action }) => action !== "get").map(({ action, id: of }) => [action, of])).toEqual(
    ["start", "interrupt", "restart", "kill"].map((action) => [action, id]),
  );
}, 180_000);

test("a second client of a session's kernel sees what the first one runs, and its own code is in the log as well", async () => {
  const { kernels, serverSettings, server, log } = await connected();
  const sessions = new SessionManager({ serverSettings, kernelManager: kernels });
  onTestFinished(() => sessions.dispose());
  const session = await sessions.startNew({
    ...{ path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel: { name: "python3" } },
  });
  const first = session.kernel!;
  const second = kernels.connectTo({ model: first.model });
  await Promise.all([first.info, second.info]);
  const seen = new Promise<string>((resolve) => {
    second.iopubMessage.connect((_, { content }) => "text" in content && resolve(String(content.text)));
  });
  await run(first, "print('from the first')");
  expect(await seen).toBe("from the first\n");
  await run(second, "2", { silent: true });
  await session.setPath("b.ipynb");
  await session.shutdown();
  expect(await server.stop()).toBe(0);

  const events = await readEvents(log);
  const runs = events.filter(({ __schema__: schema }) => schema === "daybook/kernel-executions");
  expect(runs).toMatchObject([
    { code: "print('from the first')", silent: false, path: "a.ipynb" },
    { code: "2", silent: true, path: "a.ipynb" },
  ]);
  const changes = events.filter(({ __schema__: schema }) => String(schema).endsWith("session-actions"));
  expect(changes.filter(({ action }) => action !== "get")).toMatchObject([
    { action: "create", session: { path: "a.ipynb" } },
    { action: "modify", session: { path: "b.ipynb" }, prior_state: { path: "a.ipynb" } },
    { action: "delete", session: { path: "b.ipynb" } },
  ]);
}, 120_000);

test("settings and workspaces of a real JupyterLab are read, changed and kept", async () => {
  const { serverSettings, server } = await connected();
  const settings = new SettingManager({ serverSettings });
  const { ids, values } = await settings.list();
  expect(ids.length).toBeGreaterThan(60);
  expect(values.every(({ schema }) => typeof schema === "object")).toBe(true);
  const id = "@jupyterlab/apputils-extension:themes";
  const raw = '{\n  // at night\n  "theme": "JupyterLab Dark",\n}';
  await settings.save(id, raw);
  expect(await settings.fetch(id)).toMatchObject({ id, raw });
  await expect(settings.save(id, '{"theme": 7}')).rejects.toMatchObject({ response: { status: 400 } });

  const workspaces = new WorkspaceManager({ serverSettings });
  const workspace = { data: { a: { b: 1 } }, metadata: { id: "mine" } };
  await workspaces.save("mine", workspace);
  expect(await workspaces.fetch("mine")).toMatchObject(workspace);
  expect((await workspaces.list()).ids).toEqual(["mine"]);
  await workspaces.remove("mine");
  expect((await workspaces.list()).ids).toEqual([]);
  expect(await server.stop()).toBe(0);
}, 60_000);
