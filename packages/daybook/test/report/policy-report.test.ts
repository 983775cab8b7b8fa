import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfiguration } from "../../src/configuration/configuration.js";
import { policyReport } from "../../src/report/policy-report.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const contents = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";

async function report(text: string | undefined, files: Record<string, string> = {}) {
  const folder = temporaryFolder(text === undefined ? files : { "daybook.yaml": text, ...files });
  return { folder, text: policyReport(await loadConfiguration({ cwd: folder })) };
}

/** The lines of the block that begins with a word. */
function block(text: string, start: string): string[] {
  const found = text.split("\n\n").find((each) => each.startsWith(start)) ?? "";
  return found
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.trim().replace(/ {2,}/g, " "));
}

test("says of each property whether it is recorded, and why not", async () => {
  const { text } = await report(
    `EventLog: { handlers: [{ class: NullHandler }], allowed_schemas: { ${contents}: { allowed_properties: [path] } } }`,
  );
  expect(block(text, "Recorded:")).toEqual([
    `${contents} version 1`,
    "recorded action unrestricted",
    "recorded path the property is allowed by name",
    "withheld source_path category personally-identifiable-information not allowed",
    "What is withheld stands in the log as null.",
  ]);
});

test("says of a schema without categories that it is recorded whole", async () => {
  const { text } = await report(
    "EventLog: { handlers: [{ class: NullHandler }], allowed_schemas: [hub.jupyter.org/server-action] }",
  );
  expect(block(text, "Recorded:")).toEqual([
    "hub.jupyter.org/server-action version 1",
    "recorded whole, as the schema declares no categories: action, username, servername",
  ]);
});

test("names what is withheld inside a property that is recorded", async () => {
  const schema = `
$id: example.org/door
version: 1
properties:
  who:
    categories: [unrestricted]
    properties:
      email: { categories: [contact] }
      group: {}
`;
  const { text } = await report(
    "EventLog: { handlers: [{ class: NullHandler }], allowed_schemas: [example.org/door], schema_paths: [door.yaml] }",
    { "door.yaml": schema },
  );
  expect(block(text, "Recorded:")).toContain("withheld inside it: who.email");
});

test("gives each denied schema one line", async () => {
  const { text } = await report(
    "EventLog: { handlers: [{ class: NullHandler }], allowed_schemas: [hub.jupyter.org/server-action] }",
  );
  const denied = block(text, "Denied");
  expect(denied).toContain(`${contents} version 1`);
  expect(denied.every((line) => / version \S+$/.test(line))).toBe(true);
});

test("says what is only passed on, and does not count it among what is denied", async () => {
  const { text } = await report(
    `EventLog: { allowed_schemas: [hub.jupyter.org/server-action], broadcast_schemas: [${contents}, hub.jupyter.org/server-action] }`,
  );
  expect(block(text, "Passed on whole to live subscribers")).toEqual([`${contents} version 1`]);
  expect(block(text, "Denied")).not.toContain(`${contents} version 1`);
});

test("says where events go, with the path worked out", async () => {
  const { folder, text } = await report(
    "EventLog: { handlers: [{ class: FileHandler, filename: logs/event.log }, { class: StreamHandler }] }",
  );
  expect(block(text, "Events go to:")).toEqual([
    `FileHandler ${join(folder, "logs/event.log")}`,
    "StreamHandler stderr",
  ]);
});

test("says loudly that nothing is recorded, and how to change that", async () => {
  expect((await report(undefined)).text).toContain(
    "NOTHING IS RECORDED. To record, create a file daybook.yaml here (or name one with --config)",
  );
  expect((await report("EventLog: { handlers: [{ class: NullHandler }] }")).text).toContain(
    "NOTHING IS RECORDED. To record, list the schemas to record in EventLog.allowed_schemas.",
  );
  expect((await report("EventLog: { allowed_schemas: [hub.jupyter.org/server-action] }")).text).toContain(
    "NOTHING IS RECORDED. To record, say where events go in EventLog.handlers.",
  );
});

test("ends with the warnings", async () => {
  const { text } = await report(
    "EventLog: { handlers: [{ class: NullHandler }], allowed_schemas: [hub.jupyter.org/server-actions] }",
  );
  expect(block(text, "Warnings:").join()).toContain('did you mean "hub.jupyter.org/server-action"?');
});

test("does not contain the token", async () => {
  expect((await report("ServerApp: { token: verysecret }")).text).not.toContain("verysecret");
});
