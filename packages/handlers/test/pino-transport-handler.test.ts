import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { linesOf, sampleRecords, secret } from "../../eventlog/src/testing/sample-records.js";
import { opened } from "../../eventlog/test/support/opened.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { PinoTransportHandler, type PinoTransportHandlerOptions } from "../src/index.js";

const fixture = (name: string) => fileURLToPath(new URL(`transports/${name}-transport.js`, import.meta.url));

function transportHandler(
  target: string,
  optionsIn: (folder: string) => Record<string, unknown>,
  others: Partial<PinoTransportHandlerOptions> = {},
) {
  const folder = temporaryFolder();
  const options = optionsIn(folder);
  const spool = join(folder, "spool");
  const handler = new PinoTransportHandler({
    target,
    options,
    spool,
    retryDelay: 5,
    maxRetryDelay: 5,
    ...others,
  });
  onTestFinished(() => handler.close().catch(() => {}));
  return { folder, handler, messages: opened(handler, folder) };
}

/** Resolves once the failure is over and all has been delivered. */
async function delivered(handler: PinoTransportHandler): Promise<void> {
  const attempt = () =>
    handler.flush("delivered").then(
      () => true,
      () => false,
    );
  await expect.poll(attempt, { timeout: 10_000 }).toBe(true);
}

const records = sampleRecords(50);
const text = `${linesOf(records).join("\n")}\n`;
const read = (folder: string, name = "event.log") => readFileSync(join(folder, name), "utf8");

test("pino/file gets the lines exactly as they are recorded, and has written them when it is closed", async () => {
  const { folder, handler } = transportHandler("pino/file", (folder) => ({
    destination: join(folder, "event.log"),
  }));
  for (const record of records) handler.handle(record);
  await handler.flush("delivered");
  await handler.close();
  expect(read(folder)).toBe(text);
});

test("pino-roll gets all lines, in order, over its rolling", async () => {
  const { folder, handler } = transportHandler("pino-roll", (folder) => ({
    file: join(folder, "rolled", "event"),
    size: "1k",
    mkdir: true,
  }));
  for (const record of records) await handler.keep(record, "delivered");
  await handler.close();
  const names = readdirSync(join(folder, "rolled")).sort(
    (one, other) => Number(one.split(".").at(-1)) - Number(other.split(".").at(-1)),
  );
  expect(names.length).toBeGreaterThan(2);
  expect(names.map((name) => read(folder, join("rolled", name))).join("")).toBe(text);
});

test("pino-pretty writes what it makes of them, at the latest when the handler is closed", async () => {
  const { folder, handler } = transportHandler("pino-pretty", (folder) => ({
    destination: join(folder, "event.txt"),
    colorize: false,
  }));
  for (const record of records) handler.handle(record);
  await handler.close();
  const pretty = read(folder, "event.txt");
  expect(pretty.match(/__schema__: "example\.org\/contract"/g)).toHaveLength(50);
});

test("a transport whose worker ends gets the events again from a new one; nothing of them is told", async () => {
  const { folder, handler, messages } = transportHandler(fixture("crashing"), (folder) => ({
    file: join(folder, "event.log"),
    broken: join(folder, "broken"),
  }));
  writeFileSync(join(folder, "broken"), "after");
  for (const record of records) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow("the worker of the transport has ended");
  rmSync(join(folder, "broken"));
  await delivered(handler);
  expect([...new Set(read(folder).trimEnd().split("\n"))]).toEqual(linesOf(records));
  expect(messages[0]).toContain("the worker of the transport has ended");
  expect(messages.join()).not.toContain(secret);
});

test("a slow transport holds up nobody, and is waited for at the end", async () => {
  const { folder, handler } = transportHandler(fixture("slow"), (folder) => ({
    file: join(folder, "event.log"),
    gate: join(folder, "gate"),
  }));
  for (const record of records) await handler.keep(record);
  expect(existsSync(join(folder, "event.log"))).toBe(false);
  writeFileSync(join(folder, "gate"), "");
  await handler.close();
  expect(read(folder)).toBe(text);
});

test("one that is slower than the timeout is replaced and gets the events again", async () => {
  const { folder, handler, messages } = transportHandler(
    fixture("slow"),
    (folder) => ({ file: join(folder, "event.log"), gate: join(folder, "gate") }),
    { timeout: 200 },
  );
  for (const record of records) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow();
  writeFileSync(join(folder, "gate"), "");
  await delivered(handler);
  expect([...new Set(read(folder).trimEnd().split("\n"))]).toEqual(linesOf(records));
  expect(messages.length).toBeGreaterThan(0);
});

test("one that is never ready is told, and replaced until one is", async () => {
  const { folder, handler, messages } = transportHandler(
    fixture("never-ready"),
    (folder) => ({ ready: join(folder, "ready") }),
    { timeout: 200 },
  );
  for (const record of records) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow();
  expect(messages).toHaveLength(1);
  writeFileSync(join(folder, "ready"), "");
  await delivered(handler);
});

test("a handler whose transport is never ready closes all the same; the events are there for the next one", async () => {
  const { folder, handler } = transportHandler(
    fixture("never-ready"),
    (folder) => ({ ready: join(folder, "ready") }),
    { closeTimeout: 50 },
  );
  for (const record of records) handler.handle(record);
  await handler.close().catch(() => {});
  expect(readdirSync(join(folder, "spool")).some((name) => name.endsWith(".spool"))).toBe(true);
});

test("a transport that is not installed is an error at the start", () => {
  expect(() => transportHandler("no-such-transport", () => ({}))).toThrow(
    "there is no transport no-such-transport; install its package, or name a module by its path",
  );
  expect(() => transportHandler("./missing.js", () => ({}))).toThrow("there is no transport ./missing.js");
  expect(() => transportHandler("/missing.js", () => ({}))).toThrow("there is no transport /missing.js");
});

test("a module is looked for from the folder of the configuration on", async () => {
  const folder = temporaryFolder({ "mine.mjs": readFileSync(fixture("crashing"), "utf8") });
  const handler = new PinoTransportHandler({
    target: "./mine.mjs",
    options: { file: join(folder, "event.log"), broken: "" },
  });
  opened(handler, folder);
  await handler.keep(records[0] as (typeof records)[0], "delivered");
  await handler.close();
  expect(read(folder)).toBe(`${records[0]?.line}\n`);
});

test("it needs a target, and promises no more than all transports keep", () => {
  expect(() => new PinoTransportHandler({ target: "" })).toThrow("needs the target of a transport");
  const handler = new PinoTransportHandler({ target: "pino-roll" });
  expect([handler.name, handler.acknowledges]).toEqual(["PinoTransportHandler pino-roll", "accepted"]);
});
