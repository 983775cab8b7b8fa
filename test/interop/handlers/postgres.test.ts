import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PostgresHandlerOptions } from "@daybook/handlers";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  awkwardTexts,
  sampleRecord,
  sampleRecords,
  secret,
} from "../../../packages/eventlog/src/testing/sample-records.js";
import { DaybookServer } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { flushed } from "../support/flushed.js";
import { openPostgresHandler } from "../support/postgres-handler.js";
import { PostgresServer } from "../../support/postgres-server.js";
import { TcpProxy } from "../support/tcp-proxy.js";

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.create();
});
afterAll(() => server?.remove());

const handlerOn = (given: PostgresHandlerOptions = {}, database?: string) =>
  openPostgresHandler(server, given, database);

describe("the table", () => {
  test("is made with its indexes, and holds each event as a row to query", async () => {
    const { handler, query } = await handlerOn();
    const record = sampleRecord(7);
    await handler.keep(record, "delivered");
    const rows = await query("SELECT * FROM events");
    expect(rows).toEqual([
      {
        id: record.id,
        time: new Date(record.timestamp),
        schema: "example.org/contract",
        version: "1",
        process: record.id.slice(-10),
        sequence: String(record.sequence),
        event: record.event,
      },
    ]);
    const indexes = await query(
      "SELECT regexp_replace(indexdef, '.* USING ', '') AS on FROM pg_indexes WHERE tablename = 'events'",
    );
    expect(indexes.map((index) => index.on).sort()).toEqual([
      'brin ("time")',
      "btree (id)",
      'btree (schema, "time")',
    ]);
  });

  test("can have a schema, and a name that SQL would read otherwise", async () => {
    const { handler, query, numbers, says } = await handlerOn({ table: "Audit.user" });
    handler.handle(sampleRecord(1));
    await says("there is no such schema in the database; create it (SQLSTATE 3F000)");
    await query('CREATE SCHEMA "Audit"');
    await handler.keep(sampleRecord(2), "delivered");
    expect(await numbers('"Audit"."user"')).toEqual([1, 2]);
  });

  test("is made once by handlers that start in the same moment", async () => {
    const database = await server.createDatabase();
    const handlers = await Promise.all(Array.from({ length: 5 }, () => handlerOn({}, database)));
    await Promise.all(handlers.map(({ handler }, number) => handler.keep(sampleRecord(number), "delivered")));
    expect((await server.query("SELECT 1 FROM events", database)).length).toBe(5);
    expect(await server.query("SELECT 1 FROM pg_indexes WHERE tablename = 'events'", database)).toHaveLength(
      3,
    );
    expect(handlers.flatMap(({ messages }) => messages)).toEqual([]);
  });

  test("is made again where it was dropped", async () => {
    const { handler, query, numbers } = await handlerOn();
    await handler.keep(sampleRecord(1), "delivered");
    await query("DROP TABLE events");
    await handler.keep(sampleRecord(2), "delivered");
    expect(await numbers()).toEqual([2]);
  });
});

describe("events that jsonb does not take", () => {
  test("are dead-lettered alone, with the reason; all others arrive", async () => {
    const { handler, spool, numbers, messages } = await handlerOn();
    const records = awkwardTexts.map((text, number) => sampleRecord(number, text));
    const refused = [...records.keys()].filter((number) => /\0|\ud800/.test(awkwardTexts[number] as string));
    for (const record of [...records, ...sampleRecords(500, records.length)]) handler.handle(record);
    await handler.flush("delivered");
    const all = [...Array(records.length + 500).keys()];
    expect(await numbers()).toEqual(all.filter((number) => !refused.includes(number)));
    const letters = readFileSync(join(spool, "dead-letter.log"), "utf8").trim().split("\n");
    expect(letters.map((letter) => JSON.parse(letter).event.number)).toEqual(refused);
    expect(letters.map((letter) => JSON.parse(letter).reason)).toEqual([
      "22P02: invalid input syntax for type json",
      "22P05: unsupported Unicode escape sequence",
    ]);
    expect(messages.join()).not.toContain(secret);
  });

  test("nor those that a constraint of the operator's refuses", async () => {
    const { handler, query, numbers } = await handlerOn();
    await handler.keep(sampleRecord(0), "delivered");
    await query("ALTER TABLE events ADD CHECK ((event->>'number')::int <> 3)");
    for (const record of sampleRecords(5, 1)) handler.handle(record);
    await handler.flush("delivered");
    expect(await numbers()).toEqual([0, 1, 2, 4, 5]);
    expect(handler.statistics.deadLettered).toBe(1);
  });
});

describe("nothing is lost and nothing is there twice", () => {
  const all = [...Array(3000).keys()];
  const counts = "SELECT count(*)::int AS rows, count(DISTINCT id)::int AS ids FROM events";

  test("when the database is killed in the middle, and started again", async () => {
    const { handler, query, numbers, says } = await handlerOn({ batchEvents: 50 });
    const records = sampleRecords(all.length);
    for (const record of records.slice(0, 1500)) handler.handle(record);
    await handler.keep(records[1500]!, "delivered");
    for (const record of records.slice(1501)) handler.handle(record);
    await server.kill();
    await says("cannot deliver");
    await server.start();
    await flushed(handler);
    expect(await numbers()).toEqual(all);
    expect(await query(counts)).toEqual([{ rows: all.length, ids: all.length }]);
  });

  test("when it stops answering, and goes on later with what it had", async () => {
    const { handler, query, says } = await handlerOn({ timeout: 200 });
    await handler.keep(sampleRecord(0), "delivered");
    server.freeze();
    for (const record of sampleRecords(all.length - 1, 1)) handler.handle(record);
    await says("the destination has not confirmed within 200 ms");
    server.thaw();
    await flushed(handler);
    expect(await query(counts)).toEqual([{ rows: all.length, ids: all.length }]);
  });

  test("when the answer is lost after the commit", async () => {
    const proxy = await TcpProxy.before(server.port);
    onTestFinished(() => proxy.close());
    const { handler, query, numbers, messages } = await handlerOn({ port: proxy.port });
    for (let round = 0; round < 20; round++) {
      proxy.loseAnswer("INSERT 0");
      for (const record of sampleRecords(150, round * 150)) handler.handle(record);
      await flushed(handler);
    }
    expect(proxy.lost).toBe(20);
    expect(await numbers()).toEqual(all);
    expect(await query(counts)).toEqual([{ rows: all.length, ids: all.length }]);
    expect(messages).toContain("cannot deliver: the connection was cut; events wait in the spool");
  });
});

describe("the operator is told what to mend, and then all arrives", () => {
  /** A user without any rights. */
  async function userWith(grant: string, given: PostgresHandlerOptions = {}) {
    const database = await server.createDatabase();
    const first = await handlerOn({}, database);
    await first.handler.keep(sampleRecord(0), "delivered");
    await first.handler.close();
    const user = `user_${database}`;
    await server.query(`CREATE ROLE ${user} LOGIN PASSWORD '${PostgresServer.password}'`);
    if (grant !== "") await server.query(`GRANT ${grant} TO ${user}`, database);
    return { ...(await handlerOn({ user, ...given }, database)), user };
  }

  test("a missing right", async () => {
    const { handler, query, says, user, numbers } = await userWith("");
    handler.handle(sampleRecord(1));
    await says("the user lacks a right; grant INSERT and SELECT on the table");
    await query(`GRANT INSERT, SELECT (id) ON events TO ${user}`);
    await handler.keep(sampleRecord(2), "delivered");
    expect(await numbers()).toEqual([0, 1, 2]);
  });

  test("a missing table that is not to be made", async () => {
    const { handler, query, says, numbers } = await handlerOn({ createTable: false, table: "mine" });
    handler.handle(sampleRecord(1));
    await says("there is no such table; create it, or set createTable (SQLSTATE 42P01)");
    await query(
      "CREATE TABLE mine (id uuid, time timestamptz, schema text, version text, process text, sequence int8)",
    );
    await says("the table lacks a column; compare it with docs/handlers/postgres.md (SQLSTATE 42703)");
    await query("ALTER TABLE mine ADD event jsonb");
    await says("the table has no unique index on id alone; create one (SQLSTATE 42P10)");
    await query("CREATE UNIQUE INDEX ON mine (id)");
    await handler.keep(sampleRecord(2), "delivered");
    expect(await numbers("mine")).toEqual([1, 2]);
  });

  test("a server that takes no writes", async () => {
    const { handler, query, says, database, numbers } = await handlerOn();
    await handler.keep(sampleRecord(0), "delivered");
    await query(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
    await server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND pid <> pg_backend_pid()`,
    );
    handler.handle(sampleRecord(1));
    await says("the server takes no writes, as a standby does; name the primary (SQLSTATE 25006)");
    await server.query(`ALTER DATABASE ${database} RESET default_transaction_read_only`);
    await handler.keep(sampleRecord(2), "delivered");
    expect(await numbers()).toEqual([0, 1, 2]);
  });

  test("a partition that is missing", async () => {
    const { handler, query, says } = await handlerOn();
    await query(`
      CREATE TABLE events (id uuid PRIMARY KEY, time timestamptz, schema text, version text, process text,
        sequence int8, event jsonb) PARTITION BY RANGE (id)`);
    handler.handle(sampleRecord(1));
    await says("the table has no place for the events; add a partition");
    await query("CREATE TABLE everything PARTITION OF events DEFAULT");
    await flushed(handler);
    expect(handler.statistics).toMatchObject({ confirmed: 1, deadLettered: 0 });
  });

  test("a table that others have locked for too long", async () => {
    const { handler, database, says, numbers } = await handlerOn({ timeout: 300 });
    await handler.keep(sampleRecord(0), "delivered");
    const other = await server.session(database);
    await other.query("BEGIN; LOCK TABLE events");
    handler.handle(sampleRecord(1));
    await says("the destination has not confirmed within 300 ms");
    await other.end();
    await flushed(handler);
    expect(await numbers()).toEqual([0, 1]);
  });

  test("an encoding that has not all characters", async () => {
    const name = `latin_${process.pid}`;
    await server.query(`CREATE DATABASE ${name} ENCODING 'LATIN1' TEMPLATE template0`);
    const { handler, says } = await handlerOn({}, name);
    handler.handle(sampleRecord(1));
    await says("the encoding of the database is LATIN1; create one with UTF8");
  });
});

describe("the page", () => {
  const page = readFileSync(new URL("../../../docs/handlers/postgres.md", import.meta.url), "utf8");
  const block = (kind: string, number = 0) =>
    [...page.matchAll(new RegExp(`\`\`\`${kind}\n(.*?)\`\`\``, "gs"))][number]?.[1] ?? "";

  test("shows a configuration that works, and queries", async () => {
    const database = await server.createDatabase();
    await server.query(block("sql"), database);
    const shown = block("yaml");
    const configuration = shown.replace("5432", String(server.port)).replace(": hub\n", `: ${database}\n`);
    expect(configuration).not.toBe(shown);
    const cwd = temporaryFolder({ "daybook.yaml": configuration });
    const environment = { DAYBOOK_DATABASE_PASSWORD: PostgresServer.password };
    const daybook = await DaybookServer.start(["--config", "daybook.yaml"], { cwd, environment });
    const event = { action: "start", username: "ada", servername: "" };
    const body = JSON.stringify({ schema: "hub.jupyter.org/server-action", version: 1, event });
    expect((await daybook.fetch("api/eventlog", { method: "POST", body })).status).toBe(204);
    expect(await daybook.stop()).toBe(0);
    const rows = await server.query("SELECT event FROM events", database);
    expect(rows).toMatchObject([{ event }]);
    // The last of its queries.
    expect(await server.query(block("sql", 1), database)).toMatchObject([{ missing: "0" }]);
  });

  test("shows the table that the handler makes", async () => {
    const made = await handlerOn();
    await made.handler.keep(sampleRecord(1), "delivered");
    const shown = await server.createDatabase();
    await server.query(block("sql"), shown);
    const describing = `
      SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = 'events'
      UNION ALL SELECT indexname, indexdef, '' FROM pg_indexes WHERE tablename = 'events' ORDER BY 1`;
    expect(await made.query(describing)).toEqual(await server.query(describing, shown));
  });
});
