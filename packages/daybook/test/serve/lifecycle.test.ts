import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { expect, test } from "vitest";
import { Lifecycle } from "../../src/serve/lifecycle.js";
import { version } from "../../src/version.js";

const schema = "daybook/server-lifecycle";
const contents = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";

async function lifecycle() {
  const memory = new MemoryHandler();
  const log = new EventLog({
    handlers: [memory],
    allowedSchemas: { [schema]: {}, [contents]: { allowedProperties: ["path"] } },
  });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  const told: string[] = [];
  const last = () => {
    const { __timestamp__, __schema__, __schema_version__, __metadata_version__, ...event } =
      memory.events.at(-1)!;
    return event;
  };
  return { lifecycle: new Lifecycle(log, (text) => told.push(text)), log, memory, told, last };
}

test("a start tells the versions, and what is recorded and withheld of each allowed schema", async () => {
  const { lifecycle: server, last } = await lifecycle();
  server.started();
  const all = ["action", "versions", "policy", "recorded", "refused", "denied", "dropped"];
  expect(last()).toEqual({
    action: "start",
    versions: { daybook: version, node: process.versions.node },
    policy: [
      { schema, version: "1", recorded: all, withheld: [] },
      { schema: contents, version: "1", recorded: ["action", "path"], withheld: ["source_path"] },
    ],
  });
});

test("a property that loses parts is among those withheld", async () => {
  const { lifecycle: server, log, last } = await lifecycle();
  log.registerSchema({
    $id: "example.org/parts",
    version: 1,
    properties: {
      whole: {
        type: "object",
        categories: ["unrestricted"],
        properties: { part: { type: "string", categories: ["secret"] } },
      },
    },
  });
  log.allowedSchemas = [schema, "example.org/parts"];
  server.reloaded();
  expect(last().action).toBe("reload");
  expect(last().policy).toContainEqual({
    schema: "example.org/parts",
    version: "1",
    recorded: [],
    withheld: ["whole"],
  });
});

test("a stop tells what became of all events until then", async () => {
  const { lifecycle: server, log, last } = await lifecycle();
  log.recordEvent(contents, 1, { action: "get", path: "a" });
  log.recordEvent(contents, 1, { action: "get", path: "b" });
  expect(() => log.recordEvent(contents, 1, { action: "get" } as never)).toThrow();
  log.recordEvent("hub.jupyter.org/server-action", 1, { action: "start", username: "ada", servername: "" });
  server.stopped();
  expect(last()).toEqual({ action: "stop", recorded: 2, refused: 1, denied: 1, dropped: 0 });
});

test("counts what handlers had to drop", async () => {
  const { lifecycle: server, log, last } = await lifecycle();
  const statistics = { handled: 5, confirmed: 2, dropped: 3 };
  const full = { handle() {}, async flush() {}, async close() {}, statistics };
  log.registerHandler(full);
  log.registerHandler({ ...full });
  server.stopped();
  expect(last().dropped).toBe(6);
});

test("a log that takes no more stops no server: it is told", async () => {
  const { lifecycle: server, log, told } = await lifecycle();
  await log.close();
  server.stopped();
  expect(told).toEqual([`daybook: an event of ${schema} was not recorded: the event log is closed\n`]);
});
