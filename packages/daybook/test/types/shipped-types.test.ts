import { type ContentsmanagerActionsV1, EventLog } from "daybook";
import { expect, test } from "vitest";
import { shippedSchemaFiles } from "@daybook/notebook-events";

// What `@ts-expect-error` stands above must not compile, and `npm run types` says where it does.

const contents = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";

async function shippedLog(): Promise<EventLog> {
  const log = new EventLog();
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  return log;
}

test("events that come with Daybook are checked out of the box", async () => {
  const log = await shippedLog();
  log.recordEvent(contents, 1, { action: "save", path: "a.ipynb" });
  log.recordEvent(contents, "1", { action: "copy", path: "b.ipynb", source_path: "a.ipynb", more: 1 });
  // @ts-expect-error it is "save"
  log.recordEvent(contents, 1, { action: "sav", path: "a.ipynb" });
  // @ts-expect-error it is "save", and a path is missing
  log.recordEvent(contents, 1, { action: "sav" });
  // @ts-expect-error a path is missing
  log.recordEvent(contents, 1, { action: "save" });
  // @ts-expect-error a path is text
  log.recordEvent(contents, 1, { action: "save", path: 7 });
  // @ts-expect-error the id alone tells the types
  log.recordEvent("hub.jupyter.org/server-action", 1, { action: "save", path: "a.ipynb" });
  // @ts-expect-error there is no version 2
  expect(() => log.recordEvent(contents, 2, { action: "save", path: "a.ipynb" })).toThrow("has no version 2");
});

test("their types have names", async () => {
  const event: ContentsmanagerActionsV1 = { action: "get", path: "" };
  expect((await shippedLog()).recordEvent(contents, 1, event)).toBeUndefined();
});
