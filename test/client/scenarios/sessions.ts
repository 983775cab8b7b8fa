import { KernelManager, SessionManager } from "@jupyterlab/services";
import { expect, onTestFinished } from "vitest";
import type { ConnectedClient } from "../connected-client.js";
import { inShort } from "../diary.js";
import { run } from "../running-code.js";

/** Sessions: begun, found, renamed, given another kernel, used by two clients, and ended. */
export async function sessions(client: ConnectedClient): Promise<void> {
  const { serverSettings, language } = client;
  const kernelManager = new KernelManager({ serverSettings });
  const manager = new SessionManager({ serverSettings, kernelManager });
  onTestFinished(() => {
    manager.dispose();
    kernelManager.dispose();
  });
  await manager.ready;

  const kernel = { name: language.kernel };
  const options = { path: "one.ipynb", name: "one.ipynb", type: "notebook", kernel };
  const session = await manager.startNew(options);
  expect(session).toMatchObject({ path: "one.ipynb", name: "one.ipynb", type: "notebook" });
  const first = session.kernel!;
  expect(await manager.findByPath("one.ipynb")).toMatchObject({ id: session.id, kernel: { id: first.id } });
  expect(await manager.findById(session.id)).toMatchObject({ path: "one.ipynb" });

  const second = kernelManager.connectTo({ model: first.model });
  await Promise.all([first.info, second.info]);
  const seen = new Promise<string>((resolve) => {
    second.iopubMessage.connect((_, { content }) => "text" in content && resolve(String(content.text)));
  });
  await run(first, language.hello);
  expect(await seen).toBe("hello\n");
  await run(second, language.result, { silent: true });

  await session.setPath("folder/two.ipynb");
  await session.setName("two.ipynb");
  expect(await client.listed("sessions")).toMatchObject([
    { id: session.id, path: "folder/two.ipynb", name: "two.ipynb", kernel: { id: first.id } },
  ]);
  await run(first, language.hello);
  await session.changeKernel(kernel);
  const changed = session.kernel!.id;
  expect(changed).not.toBe(first.id);
  expect(await client.listed("kernels")).toMatchObject([{ id: changed }]);

  const other = await manager.startNew({ ...options, path: "three.ipynb", name: "three.ipynb" });
  const third = other.kernel!.id;
  await manager.shutdown(session.id);
  expect(await client.listed("sessions")).toMatchObject([{ id: other.id }]);
  await manager.shutdownAll();
  expect(await client.listed("sessions")).toEqual([]);

  const events = (await client.stop()) as unknown as SessionEvent[];
  const state = ({ path, name, kernel: of }: SessionState) => [path, name, of.id];
  expect(
    inShort(events as never, (event) => {
      const { action, session, prior_state: before, code, path } = event as unknown as SessionEvent;
      if (code !== undefined) return [code, path];
      return session === undefined ? [action] : [action, state(session), before && state(before)];
    }).filter(([subject]) => subject === "sessions" || subject === "executions"),
  ).toEqual([
    ["sessions", "create", ["one.ipynb", "one.ipynb", first.id], undefined],
    ["executions", language.hello, "one.ipynb"],
    ["executions", language.result, "one.ipynb"],
    [
      ...["sessions", "modify"],
      ["folder/two.ipynb", "one.ipynb", first.id],
      ["one.ipynb", "one.ipynb", first.id],
    ],
    [
      ...["sessions", "modify"],
      ["folder/two.ipynb", "two.ipynb", first.id],
      ["folder/two.ipynb", "one.ipynb", first.id],
    ],
    ["executions", language.hello, "folder/two.ipynb"],
    [
      ...["sessions", "modify"],
      ["folder/two.ipynb", "two.ipynb", changed],
      ["folder/two.ipynb", "two.ipynb", first.id],
    ],
    ["sessions", "create", ["three.ipynb", "three.ipynb", third], undefined],
    ["sessions", "delete", ["folder/two.ipynb", "two.ipynb", changed], undefined],
    ["sessions", "delete", ["three.ipynb", "three.ipynb", third], undefined],
  ]);
}

interface SessionState {
  readonly path: string;
  readonly name: string;
  readonly kernel: { readonly id: string };
}

interface SessionEvent {
  readonly action?: string;
  readonly session?: SessionState;
  readonly prior_state?: SessionState;
  readonly code?: string;
  readonly path?: string;
}
