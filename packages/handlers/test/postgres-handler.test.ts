import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { numbersIn, sampleRecord, sampleRecords, secret } from "../../eventlog/src/testing/sample-records.js";
import { PostgresHandler, type PostgresHandlerOptions } from "../src/index.js";
import { FakePostgres } from "./support/fake-postgres.js";
import { opened } from "./support/opened.js";

async function handlerOn(given: PostgresHandlerOptions = {}) {
  const server = await FakePostgres.start();
  onTestFinished(() => server.close());
  const spool = temporaryFolder();
  const options = { ...server.address, spool, retryDelay: 1, maxRetryDelay: 5, ...given };
  return { server, spool, ...opened(new PostgresHandler(options)) };
}

describe("events", () => {
  test("are added once, also when the answer to a batch is lost", async () => {
    const { server, handler, messages } = await handlerOn();
    server.losesNextAnswer = true;
    await Promise.all(sampleRecords(100).map((record) => handler.keep(record, "delivered")));
    expect(numbersIn(server.lines)).toEqual([...Array(100).keys()]);
    expect(messages).toEqual([
      "cannot deliver: the connection was cut; events wait in the spool",
      "delivers again",
    ]);
  });

  test.each([
    ["a value that a type does not take", { code: "22P05" }],
    ["one over a limit", { code: "54000" }],
    ["one that a constraint refuses", { code: "23514", constraint: "mine" }],
    ["one that a trigger refuses", { code: "P0001" }],
  ])("are dead-lettered alone for %s", async (_, failure) => {
    const { server, handler, spool, messages } = await handlerOn();
    server.before = (_, lines) => (lines.some((line) => line.includes('"number":13,')) ? failure : undefined);
    for (const record of sampleRecords(50)) handler.handle(record);
    await handler.flush("delivered");
    expect(numbersIn(server.lines)).toEqual([...Array(50).keys()].filter((number) => number !== 13));
    const [letter = ""] = readFileSync(join(spool, "dead-letter.log"), "utf8").split("\n");
    expect(JSON.parse(letter)).toMatchObject({
      reason: `${failure.code}: ${secret}`,
      event: { number: 13 },
    });
    expect(messages.join()).not.toContain(secret);
  });

  test.each([
    ["08006", "the connection broke (SQLSTATE 08006)"],
    ["25006", "the server takes no writes, as a standby does; name the primary (SQLSTATE 25006)"],
    ["40001", "the transaction was undone because of others (SQLSTATE 40001)"],
    ["42501", "the user lacks a right; grant INSERT and SELECT on the table"],
    ["42P01", "there is no such table; create it, or set createTable (SQLSTATE 42P01)"],
    ["23502", "a column of the table asks for what no event has; give it a default (SQLSTATE 23502)"],
    ["23514", "the table has no place for the events; add a partition (SQLSTATE 23514)"],
    ["53100", "the disk of the server is full; make room there (SQLSTATE 53100)"],
    ["57P01", "the server stops or restarts (SQLSTATE 57P01)"],
    ["XX000", "the server reports an error (SQLSTATE XX000)"],
  ])("wait for the operator or for better times after %s", async (code, words) => {
    const { server, handler, messages } = await handlerOn();
    let failures = 3;
    server.before = (statement) => (statement.includes("INSERT") && failures-- > 0 ? { code } : undefined);
    await Promise.all(sampleRecords(10).map((record) => handler.keep(record, "delivered")));
    expect(numbersIn(server.lines)).toEqual([...Array(10).keys()]);
    expect(messages[0]).toContain(`cannot deliver: ${words}`);
    expect(messages.slice(1)).toEqual(["delivers again"]);
  });

  test("are not to blame for what happens before one is sent", async () => {
    const { server, handler, messages } = await handlerOn();
    let failures = 1;
    server.before = () => (failures-- > 0 ? { code: "22023" } : undefined);
    await handler.keep(sampleRecord(1), "delivered");
    expect(messages[0]).toContain("the server reports an error (SQLSTATE 22023)");
  });

  test("are sent by a new connection where the server does not answer in time", async () => {
    const { server, handler, messages } = await handlerOn({ timeout: 50 });
    await handler.keep(sampleRecord(0), "delivered");
    server.freeze();
    handler.handle(sampleRecord(1));
    await expect(handler.flush("delivered")).rejects.toThrow("has not confirmed within 50 ms");
    server.thaw();
    await handler.keep(sampleRecord(2), "delivered");
    expect(numbersIn(server.lines)).toEqual([0, 1, 2]);
    expect(messages.at(-1)).toBe("delivers again");
  });

  test("do not go to a database that lacks characters", async () => {
    const { server, handler, says } = await handlerOn();
    server.encoding = "LATIN1";
    handler.handle(sampleRecord(1));
    await says("the encoding of the database is LATIN1; create one with UTF8");
    expect(server.lines).toEqual([]);
  });
});

describe("the table", () => {
  test("is not made where that is not wanted", async () => {
    const { server, handler } = await handlerOn({ createTable: false });
    const statements: string[] = [];
    server.before = (statement) => void statements.push(statement);
    await handler.keep(sampleRecord(1), "delivered");
    expect(statements.join()).not.toContain("CREATE");
  });

  test("stands in quotes wherever it is named", async () => {
    const { server, handler } = await handlerOn({ table: "audit.user" });
    const statements: string[] = [];
    server.before = (statement) => void statements.push(statement);
    await handler.keep(sampleRecord(1), "delivered");
    expect(statements.join()).toContain('INSERT INTO "audit"."user"');
    expect(statements.join()).toContain('CREATE TABLE "audit"."user"');
  });

  test.each(['a"b', "a b", "a.b.c", "", "1a", "a;drop", "x".repeat(64)])("cannot be called %j", (table) => {
    expect(() => new PostgresHandler({ table })).toThrow(
      "the table of a PostgresHandler is a name such as events or audit.events",
    );
  });
});

describe("the address", () => {
  const named = (options: PostgresHandlerOptions) => new PostgresHandler(options).name;

  test("is shown without user and password", () => {
    expect(named({ connectionString: "postgres://ada:hush@db.example.org:5433/hub?password=hush" })).toBe(
      "PostgresHandler db.example.org:5433/hub",
    );
    expect(named({ host: "db", port: 1, database: "hub", user: "ada" })).toBe("PostgresHandler db:1/hub");
    expect(named({})).toBe("PostgresHandler");
  });

  test.each([
    [{ connectionString: "hush" }, "is an address such as postgres://user@host:5432/database"],
    [{ connectionString: "postgres://u:hush@h:port/" }, "is an address such as"],
    [
      { connectionString: "postgres://u:hush@h/", host: "h" },
      "stands in place of host; leave out one of both",
    ],
    [{ connectionString: "postgres://u:hush@h/?sslmode=require", tls: {} }, "takes tls or sslmode"],
  ])("is refused where it is wrong, and not quoted: %#", (options, words) => {
    const problem = () => new PostgresHandler(options);
    expect(problem).toThrow(words);
    expect(problem).not.toThrow("hush");
  });

  test("a secret or a certificate that is missing shows at the start", () => {
    const start = (options: PostgresHandlerOptions) => opened(new PostgresHandler(options));
    expect(() => start({ password: { env: "NOT_THERE" } })).toThrow(
      "there is no password in the environment variable NOT_THERE; put it there",
    );
    expect(() => start({ tls: { ca: "not-there.pem" } })).toThrow(
      /the tls\.ca in .*not-there\.pem: there is no such file/,
    );
  });
});
