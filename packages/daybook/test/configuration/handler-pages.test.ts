import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EventLog } from "@daybook/eventlog";
import { loadConfiguration } from "../../src/configuration/configuration.js";
import { readEvents } from "../../../../test/support/recorded-events.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

test.each([
  "file",
  "rotating-file",
  "timed-rotating-file",
])("the configuration on the page of the %s handler records an event", async (name) => {
  const page = readFileSync(new URL(`../../../../docs/handlers/${name}.md`, import.meta.url), "utf8");
  const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const cwd = temporaryFolder({ "daybook.yaml": yaml });
  const { handlers, log: settings } = await loadConfiguration({ cwd });
  const log = new EventLog({
    handlers: handlers.map(({ handler }) => handler),
    allowedSchemas: ["hub.jupyter.org/server-action"],
    directory: cwd,
  });
  expect([...settings.allowedSchemas]).toEqual([...log.allowedSchemas]);
  log.registerSchema({
    $id: "hub.jupyter.org/server-action",
    version: 1,
    properties: { action: {}, username: {}, servername: {} },
  });
  log.recordEvent("hub.jupyter.org/server-action", 1, { action: "start", username: "ada", servername: "" });
  await log.close();
  expect(await readEvents(`${cwd}/event.log`)).toMatchObject([{ username: "ada" }]);
});
