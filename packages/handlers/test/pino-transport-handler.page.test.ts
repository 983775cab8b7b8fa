import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DaybookServer } from "../../../test/support/daybook.js";
import { readEvents } from "../../../test/support/recorded-events.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";

const page = readFileSync(new URL("../../../docs/handlers/pino-transport.md", import.meta.url), "utf8");

test("the configuration on the page writes what is posted to files that roll", async () => {
  const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const cwd = temporaryFolder({ "daybook.yaml": yaml });
  const server = await DaybookServer.start([], { cwd });
  const body = JSON.stringify({
    schema: "hub.jupyter.org/server-action",
    version: 1,
    event: { action: "start", username: "ada", servername: "" },
  });
  const { status } = await server.fetch("api/eventlog", { method: "POST", body });
  expect(status).toBe(204);
  expect(await server.stop()).toBe(0);
  const [name = ""] = readdirSync(join(cwd, "logs"));
  expect(await readEvents(join(cwd, "logs", name))).toMatchObject([{ action: "start", username: "ada" }]);
});
