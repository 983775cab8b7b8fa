import { userInfo } from "node:os";
import { type Kernel, KernelManager, type KernelMessage, KernelSpecManager } from "@jupyterlab/services";
import { expect, onTestFinished } from "vitest";
import type { ConnectedClient } from "../connected-client.js";
import { inShort } from "../diary.js";
import type { KernelLanguage } from "../kernel-language.js";
import { run, startLong } from "../running-code.js";

/** Whatever a client can ask of a kernel, and that all of it is in the log in the order in which it was done. */
export async function kernels(client: ConnectedClient): Promise<void> {
  const { serverSettings, language } = client;
  const specs = new KernelSpecManager({ serverSettings });
  const manager = new KernelManager({ serverSettings });
  onTestFinished(() => {
    specs.dispose();
    manager.dispose();
  });
  await Promise.all([specs.ready, manager.ready]);
  expect(Object.keys(specs.specs?.kernelspecs ?? {})).toContain(language.kernel);
  const kernel = await manager.startNew({ name: language.kernel });
  const { id } = kernel;
  expect((await kernel.info).implementation).toBe(language.implementation);

  await runCode(kernel, language);
  await askQuestions(kernel, language);
  await useComms(kernel, language);

  const second = manager.connectTo({ model: kernel.model, handleComms: false });
  expect((await run(second, language.hello, { silent: true })).reply.status).toBe("ok");
  const long = await startLong(kernel, language.long);
  await kernel.interrupt();
  expect((await long.done).content).toMatchObject({ status: "error", ename: language.interruption });
  await kernel.reconnect();
  expect((await run(kernel, language.hello)).printed).toBe("hello\n");
  await kernel.restart();
  expect((await run(kernel, language.hello)).reply).toMatchObject({ status: "ok", execution_count: 1 });
  await kernel.shutdown();
  expect(await client.listed("kernels")).toEqual([]);
  await expect(manager.startNew({ name: "no-such-kernel" })).rejects.toMatchObject({ response: {} });

  const events = await client.stop();
  const ran = (code: string, status = "ok", error?: string, silent = false) => [
    ...["executions", undefined, id, code, status, error, silent],
  ];
  const did = (action: string, newer = action) => [
    ["kernels", action, id],
    ["kernelActions", newer, id],
  ];
  expect(
    inShort(events, ({ action, id, kernel_id, code, status, error_name: error, silent }) =>
      code === undefined ? [action, id ?? kernel_id] : [action, kernel_id, code, status, error, silent],
    ),
  ).toEqual([
    ...did("start"),
    ran(language.hello),
    ran(language.result),
    ran(language.picture.code),
    ran(language.question),
    ran(language.failure.code, "error", language.failure.name),
    ran(language.echo),
    ran(language.openComm),
    ran(language.hello, "ok", undefined, true),
    ...did("interrupt"),
    ran(language.long, "error", language.interruption),
    ran(language.hello),
    ...did("restart"),
    ran(language.hello),
    ...did("kill", "shutdown"),
  ]);
  const runs = events.filter(({ code }) => code !== undefined);
  expect(new Set(runs.map(({ username }) => username))).toEqual(new Set([userInfo().username]));
  // Never what was shown.
  expect(JSON.stringify(runs)).not.toMatch(/hello\\n"|iVBOR/);
}

async function runCode(kernel: Kernel.IKernelConnection, language: KernelLanguage): Promise<void> {
  const { hello, result, picture, question, failure } = language;
  expect(await run(kernel, hello)).toMatchObject({
    reply: { status: "ok", execution_count: 1 },
    printed: "hello\n",
  });
  expect((await run(kernel, result)).shown).toMatchObject([{ "text/plain": "42" }]);
  const [shown] = (await run(kernel, picture.code)).shown;
  expect(shown).toMatchObject({ [picture.type]: expect.stringMatching(/./) });
  expect((await run(kernel, question)).printed).toContain("Ada\n");
  expect((await run(kernel, failure.code)).reply).toMatchObject({ status: "error", ename: failure.name });
}

async function askQuestions(kernel: Kernel.IKernelConnection, language: KernelLanguage): Promise<void> {
  const { completion, explained, incomplete, failure } = language;
  const completed = await kernel.requestComplete({
    ...{ code: completion.code, cursor_pos: completion.code.length },
  });
  expect(completed.content).toMatchObject({ matches: expect.arrayContaining([completion.match]) });
  const inspected = await kernel.requestInspect({
    ...{ code: explained, cursor_pos: explained.length, detail_level: 0 },
  });
  expect(inspected.content).toMatchObject({ status: "ok", found: true });
  const history = await kernel.requestHistory({
    ...{ hist_access_type: "tail", n: 1, raw: true, output: false },
  } as KernelMessage.IHistoryRequestMsg["content"]);
  expect(history.content).toMatchObject({ history: [[expect.any(Number), 5, failure.code]] });
  expect((await kernel.requestIsComplete({ code: incomplete })).content.status).toBe("incomplete");
}

async function useComms(kernel: Kernel.IKernelConnection, language: KernelLanguage): Promise<void> {
  await run(kernel, language.echo);
  const comm = kernel.createComm("echo");
  await ownThread(kernel, comm);
  const answer = new Promise((resolve) => {
    comm.onMsg = ({ content }) => resolve(content.data);
  });
  await comm.open().done;
  comm.send({ number: 21 });
  expect(await answer).toEqual({ number: 21 });
  const known = await kernel.requestCommInfo({ target_name: "echo" });
  expect(known.content).toMatchObject({ comms: { [comm.commId]: { target_name: "echo" } } });
  const closed = comm.close().done;
  // The library ends the thread of a comm without waiting for that, and ipykernel drops what its thread has not read.
  await (kernel.supportsSubshells
    ? Promise.race([closed.catch(() => {}), kernel.requestKernelInfo()])
    : closed);

  const opened = new Promise<[Kernel.IComm, unknown]>((resolve) => {
    kernel.registerCommTarget("from-kernel", (comm, { content }) => resolve([comm, content.data]));
  });
  await run(kernel, language.openComm);
  const [theirs, data] = await opened;
  expect(data).toEqual({ from: "kernel" });
  await ownThread(kernel, theirs);
}

/** Kernels that have threads for comms get one of the library for each target; it would not forgive a restart meanwhile. */
async function ownThread(kernel: Kernel.IKernelConnection, comm: Kernel.IComm): Promise<void> {
  if (kernel.supportsSubshells)
    await (comm as Kernel.IComm & { subshellStarted: Promise<void> }).subshellStarted;
}
