import { EventLog, FileHandler, MemoryHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const door = { $id: "example.org/door", version: "1", properties: { open: { type: "boolean" } } };

async function metricsOf(log: EventLog): Promise<string> {
  const app = await testApplication({ ...(await testOptions()), log });
  const answer = await app.inject({ url: "/metrics", headers: { authorization: `Bearer ${token}` } });
  expect(answer.headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  return answer.body;
}

test("counts what was recorded, refused and denied, for each schema, and what handlers did", async () => {
  const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: [door.$id] });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  log.registerSchema(door);
  log.registerSchema({ ...door, $id: "example.org/window" });
  for (const open of [true, false]) log.recordEvent(door.$id, 1, { open });
  expect(() => log.recordEvent(door.$id, 1, { open: "ajar" })).toThrow();
  log.recordEvent("example.org/window", 1, {});
  expect(() => log.recordEvent("example.org/gate", 1, {})).toThrow();
  const lines = (await metricsOf(log)).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      'daybook_events_recorded_total{schema="example.org/door",version="1"} 2',
      'daybook_events_refused_total{schema="example.org/door",version="1"} 1',
      'daybook_events_denied_total{schema="example.org/window",version="1"} 1',
      "daybook_events_unknown_schema_total 1",
      'daybook_handler_handled_total{handler="MemoryHandler",position="0"} 2',
      'daybook_handler_confirmed_total{handler="MemoryHandler",position="0"} 2',
      'daybook_handler_dropped_total{handler="MemoryHandler",position="0"} 0',
    ]),
  );
});

test("says nothing of paths, which may name a person", async () => {
  const folder = temporaryFolder();
  const log = new EventLog({ handlers: [new FileHandler(join(folder, "ada.log"))] });
  const text = await metricsOf(log);
  await log.close();
  expect(text).toContain('handler="FileHandler"');
  expect(text).not.toContain("ada");
});

test("counts on from call to call", async () => {
  const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: [door.$id] });
  log.registerSchema(door);
  const app = await testApplication({ ...(await testOptions()), log });
  const recorded = async () => {
    const { body } = await app.inject({ url: "/metrics", headers: { authorization: `token ${token}` } });
    return /recorded_total\{.*\} (\d+)/.exec(body)?.[1];
  };
  log.recordEvent(door.$id, 1, {});
  expect([await recorded(), await recorded()]).toEqual(["1", "1"]);
});
