import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DaybookServer } from "../support/daybook.js";
import { Program } from "../support/program.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { patience, runs } from "./support/counts.js";

const program = fileURLToPath(new URL("programs/subscribers.js", import.meta.url));
const schema = "https://events.jupyter.org/jupyter_server/contents_service/v1";
const subscribers = runs({ full: 10_000, slice: 300 });
const events = runs({ full: 100, slice: 20 });
const perSecond = 10;

test(`${subscribers} subscribers get ${perSecond} events a second, each all of them in order`, {
  timeout: patience,
}, async () => {
  const cwd = temporaryFolder({ "daybook.yaml": `EventLog: { allowed_schemas: [${schema}] }` });
  const server = await DaybookServer.start([], { cwd });
  const url = `${server.url}api/events/subscribe?token=${server.token}`;
  const crowd = new Program([process.execPath, program, url, String(subscribers), String(events)], { cwd });
  await crowd.says("open\n");
  for (let number = 0; number < events; number++) {
    const data = { action: "get", path: String(number) };
    const body = JSON.stringify({ schema_id: schema, version: "1", data });
    const [{ status }] = await Promise.all([
      server.fetch("api/events", { method: "POST", body }),
      pause(1000 / perSecond),
    ]);
    expect(status).toBe(204);
  }
  await crowd.says("complete\n");
  expect(await server.stop()).toBe(0);
  await crowd.says("closed ");
  expect(crowd.stdout).toBe(`open\ncomplete\nclosed {"1001":${subscribers}}\n`);
});
