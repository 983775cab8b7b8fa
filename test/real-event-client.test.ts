import { join } from "node:path";
import { type Event, EventManager, ServerConnection } from "@jupyterlab/services";
import { expect, onTestFinished, test, vi } from "vitest";
import { DaybookServer } from "./support/daybook.js";
import { readEvents, withoutTimes } from "./support/recorded-events.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const contents = "https://events.jupyter.org/jupyter_server/contents_service/v1";
const chat = "example.org/chat";

const files = {
  "daybook.yaml": `
EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
  allowed_schemas: [${contents}]
  broadcast_schemas: [${chat}]
  schema_paths: [chat.yaml]
`,
  "chat.yaml": `
$id: ${chat}
version: 1
properties:
  text: { type: string }
`,
};

/** JupyterLab's own manager of events, and all that it has told so far. */
async function eventManager(server: DaybookServer) {
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: server.url,
    token: server.token,
    appendToken: true,
  });
  const manager = new EventManager({ serverSettings });
  onTestFinished(() => manager.dispose());
  const told: Event.Emission[] = [];
  manager.stream.connect((_sender, emission) => told.push(emission));
  return { manager, told };
}

test("JupyterLab's event manager sends events, and is told of all that happen", async () => {
  const cwd = temporaryFolder(files);
  const server = await DaybookServer.start([], { cwd });
  const [sender, watcher] = [await eventManager(server), await eventManager(server)];
  const emit = (path: string) =>
    sender.manager.emit({ schema_id: contents, version: "1", data: { action: "get", path } });
  // Its socket opens in its own time: until then it hears nothing.
  let sent = 0;
  await vi.waitFor(async () => {
    await emit(`opening-${sent++}`);
    expect(watcher.told).not.toEqual([]);
    expect(sender.told).not.toEqual([]);
  }, 20_000);
  await emit("a.md");
  await sender.manager.emit({ schema_id: chat, version: "1", data: { text: "hello" } });
  await server.fetch("api/contents/missing.md");
  await server.fetch("api/contents");
  for (const { told } of [sender, watcher]) {
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ path: "" }), 20_000);
    expect(told.slice(-3)).toEqual([
      { schema_id: contents, action: "get", path: "a.md" },
      { schema_id: chat, text: "hello" },
      { schema_id: contents, action: "get", path: "" },
    ]);
  }
  await expect(
    sender.manager.emit({ schema_id: contents, version: "1", data: { action: "sing", path: "" } }),
  ).rejects.toMatchObject({ response: { status: 400 } });

  expect(await server.stop()).toBe(0);
  const recorded = withoutTimes(await readEvents(join(cwd, "event.log"))) as { path: string }[];
  expect(recorded.map(({ path }) => path)).toEqual([
    ...Array.from({ length: sent }, (_, index) => `opening-${index}`),
    "a.md",
    "",
  ]);
});
