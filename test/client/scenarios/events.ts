import { type Event, EventManager, KernelManager } from "@jupyterlab/services";
import { expect, onTestFinished, vi } from "vitest";
import type { ConnectedClient } from "../connected-client.js";
import { chatSchema, schemas } from "../recorded-services.js";

/** A manager of events, and all that it has told so far. */
function eventManager({ serverSettings }: ConnectedClient) {
  const manager = new EventManager({ serverSettings });
  const told: Event.Emission[] = [];
  manager.stream.connect((_sender, emission) => told.push(emission));
  return { manager, told };
}

/** Events: sent, refused, and told to everybody, those of a client as those of a kernel. */
export async function events(client: ConnectedClient): Promise<void> {
  const { server, serverSettings, language } = client;
  const [sender, watcher] = [eventManager(client), eventManager(client)];
  const emit = (path: string) =>
    sender.manager.emit({ schema_id: schemas.contentsService, version: "1", data: { action: "get", path } });
  // Its socket opens in its own time: until then it hears nothing.
  let sent = 0;
  await vi.waitFor(async () => {
    await emit(`opening-${sent++}`);
    expect(watcher.told).not.toEqual([]);
    expect(sender.told).not.toEqual([]);
  }, 20_000);

  await emit("a.md");
  await sender.manager.emit({ schema_id: chatSchema, version: "1", data: { text: "hello" } });
  await server.fetch("api/contents/missing.md");
  await server.fetch("api/contents");
  const kernelManager = new KernelManager({ serverSettings });
  onTestFinished(() => kernelManager.dispose());
  const kernel = await kernelManager.startNew({ name: language.kernel });
  await kernel.requestExecute({ code: language.hello }).done;
  await kernel.shutdown();

  const contents = { schema_id: schemas.contents, action: "get", path: "" };
  const started = { schema_id: schemas.kernels, action: "start", id: kernel.id };
  const ended = { schema_id: schemas.kernelActions, action: "shutdown", kernel_id: kernel.id };
  for (const { told } of [sender, watcher]) {
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject(ended), 20_000);
    expect(told.slice(told.findIndex(({ path }) => path === "a.md"))).toMatchObject([
      { schema_id: schemas.contentsService, action: "get", path: "a.md" },
      { schema_id: chatSchema, text: "hello" },
      contents,
      { ...contents, schema_id: schemas.contentsService },
      started,
      { schema_id: schemas.kernelActions, action: "start", kernel_id: kernel.id },
      { schema_id: schemas.executions, code: language.hello, status: "ok" },
      { schema_id: schemas.kernels, action: "kill", id: kernel.id },
      ended,
    ]);
  }
  await expect(
    sender.manager.emit({
      schema_id: schemas.contentsService,
      version: "1",
      data: { action: "sing", path: "" },
    }),
  ).rejects.toMatchObject({ response: { status: 400 } });

  // They would try to come back.
  for (const { manager } of [sender, watcher]) manager.dispose();
  const recorded = await client.stop();
  expect(recorded.flatMap(({ path }) => path ?? [])).toEqual([
    ...Array.from({ length: sent }, (_, index) => `opening-${index}`),
    ...["a.md", "", ""],
  ]);
  expect(recorded.filter(({ __schema__: schema }) => schema === chatSchema)).toEqual([]);
  expect(recorded.slice(-5)).toMatchObject([
    { __schema__: schemas.kernels, action: "start" },
    { __schema__: schemas.kernelActions, action: "start" },
    { __schema__: schemas.executions, code: language.hello },
    { __schema__: schemas.kernels, action: "kill" },
    { __schema__: schemas.kernelActions, action: "shutdown" },
  ]);
}
