import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DaybookServer } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const schema = "hub.jupyter.org/server-action";

const configuration = (handlers: string, more = "") => `EventLog:
  handlers: [${handlers}]
  allowed_schemas: [${schema}]
${more}`;

async function server(handlers: string) {
  const cwd = temporaryFolder({ "daybook.yaml": configuration(handlers) });
  const running = await DaybookServer.start([], { cwd });
  let posted = 0;
  return {
    running,
    cwd,
    posted: () => posted,
    post: () => {
      const event = { action: "start", username: String(posted++), servername: "" };
      return running.fetch("api/eventlog", {
        method: "POST",
        body: JSON.stringify({ schema, version: 1, event }),
      });
    },
    /** Writes another configuration, and has it read. */
    async reload(text: string, answer = "was read again") {
      writeFileSync(join(cwd, "daybook.yaml"), text);
      running.run.signal("SIGHUP");
      await running.run.says(answer);
    },
    names: (file: string) =>
      readFileSync(join(cwd, file), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line).username),
  };
}

test("while events flow, handlers change their options or their place, and none is lost, doubled or out of order", async () => {
  const { running, post, posted, reload, names } = await server("{class: FileHandler, filename: a.log}");
  let flowing = true;
  const statuses = new Set<number>();
  const flow = (async () => {
    while (flowing && posted() < 20_000) {
      for (const { status } of await Promise.all([post(), post(), post(), post()])) statuses.add(status);
    }
  })();
  await reload(configuration("{class: FileHandler, filename: a.log, fsync: always}"));
  await post();
  const atMost = posted();
  await reload(
    configuration("{class: FileHandler, filename: b.log}, {class: FileHandler, filename: c.log}"),
    "b.log",
  );
  await post();
  flowing = false;
  await flow;
  expect(await running.stop()).toBe(0);
  expect([...statuses]).toEqual([204]);
  const recorded = [...names("a.log"), ...names("b.log")];
  expect(new Set(recorded).size).toBe(recorded.length);
  expect(recorded.map(Number).sort((left, right) => left - right)).toEqual([...Array(posted()).keys()]);
  expect(names("a.log").length).toBeGreaterThanOrEqual(atMost - 4);
  expect(names("b.log")).toEqual(expect.arrayContaining(names("c.log")));
});

test("a configuration that is wrong changes nothing, and says where", async () => {
  const { running, post, reload, names } = await server("{class: FileHandler, filename: a.log}");
  await reload("EventLog: {handlers: [{class: FileHandler}], allowed_schemas: []}", "filename");
  expect((await post()).status).toBe(204);
  expect(await running.stop()).toBe(0);
  expect(running.run.stderr).toContain("all goes on as before");
  expect(names("a.log")).toEqual(["0"]);
});

test("where the new handler cannot be opened, the old one goes on", async () => {
  const { running, post, reload, names } = await server("{class: FileHandler, filename: a.log}");
  await reload(configuration("{class: FileHandler, filename: daybook.yaml/a.log}"));
  expect((await post()).status).toBe(204);
  expect(await running.stop()).toBe(0);
  expect(running.run.stderr).toMatch(/^daybook: FileHandler .*daybook\.yaml\/a\.log: /m);
  expect(names("a.log")).toEqual(["0"]);
});

test("what is no longer allowed is not recorded from then on, and new schemas are known", async () => {
  const { running, cwd, post, reload } = await server("{class: FileHandler, filename: a.log}");
  writeFileSync(
    join(cwd, "door.yaml"),
    "$id: example.org/door\nversion: 1\nproperties: {open: {type: boolean, description: is it}}\n",
  );
  await reload(
    "EventLog: {handlers: [{class: FileHandler, filename: a.log}], allowed_schemas: [example.org/door], schema_paths: [door.yaml]}\nServerApp: {port: 1}\n",
  );
  expect((await post()).status).toBe(403);
  const event = { schema: "example.org/door", version: 1, event: { open: true } };
  expect((await running.fetch("api/eventlog", { method: "POST", body: JSON.stringify(event) })).status).toBe(
    204,
  );
  expect(await running.stop()).toBe(0);
  expect(running.run.stderr).toContain("ServerApp.port takes effect at the next start");
});
