import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { DaybookServer } from "../test/support/daybook.js";
import { readEvents, withoutTimes } from "../test/support/recorded-events.js";
import { temporaryFolder } from "../test/support/temporary-folder.js";

const run = promisify(execFile);
const example = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const event = { action: "start", username: "bob", servername: "" };

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** Starts a server on a copy of an example, does something with it, and ends it. */
async function withServer(config: string, work: (server: DaybookServer) => Promise<void>): Promise<void> {
  const server = await DaybookServer.start(["--config", config], { cwd: folder });
  try {
    await work(server);
  } finally {
    expect(await server.stop()).toBe(0);
  }
}

test.each([
  "daybook.yaml",
  "daybook.json",
  "daybook.config.ts",
  "daybook.config.js",
])("configuration-formats: %s records exactly the posted event", async (file) => {
  await cp(join(example("configuration-formats"), file), join(folder, file));
  await withServer(file, async (server) => {
    const body = JSON.stringify({ schema: "hub.jupyter.org/server-action", version: 1, event });
    expect((await server.fetch("api/eventlog", { method: "POST", body })).status).toBe(204);
  });
  const lines = await readEvents(join(folder, "event.log"));
  expect(withoutTimes(lines)).toEqual([
    { __schema__: "hub.jupyter.org/server-action", __schema_version__: 1, __metadata_version__: 1, ...event },
  ]);
});

test("own-schema: the event is recorded, its withheld part is null", async () => {
  await cp(example("own-schema"), folder, { recursive: true });
  await withServer("daybook.yaml", async (server) => {
    const { stdout } = await run(process.execPath, [join(folder, "post-event.js"), server.url, server.token]);
    expect(stdout).toBe("recorded\n");
  });
  expect(withoutTimes(await readEvents(join(folder, "event.log")))).toEqual([
    {
      __schema__: "example.org/lab-booking",
      __schema_version__: 1,
      __metadata_version__: 1,
      action: "book",
      room: "B 2.14",
      person: { group: "Numerics II", email: null },
    },
  ]);
});

test("custom-handler: counts the events", async () => {
  await cp(example("custom-handler"), folder, { recursive: true });
  await withServer("daybook.yaml", async (server) => {
    await server.fetch("api/contents");
    await server.fetch("api/contents");
  });
  expect(JSON.parse(await readFile(join(folder, "counts.json"), "utf8"))).toEqual({
    "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions": 2,
  });
});

test("record-from-node: the log has what the program recorded", async () => {
  const { stdout } = await run(process.execPath, [example("record-from-node/record.js")], {
    cwd: folder,
  });
  expect(stdout).toContain("/action must be equal to one of the allowed values");
  expect(await readEvents(join(folder, "event.log"))).toMatchObject([
    { action: "open", by: null },
    { action: "close", __timestamp__: "2026-11-23T17:00:00Z" },
  ]);
});

test("read-the-log: counts actions", async () => {
  const log = join(folder, "event.log");
  const line = JSON.stringify({ __schema__: "example.org/door", action: "open" });
  await writeFile(log, `${line}\n${line}\n`);
  const { stdout } = await run(process.execPath, [example("read-the-log/count-actions.js"), log]);
  expect(stdout).toBe("     2  example.org/door open\n");
});
