import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SettingManager, WorkspaceManager } from "@jupyterlab/services";
import { expect, test } from "vitest";
import { ConnectedClient } from "../../client/connected-client.js";
import { python } from "../../client/kernel-language.js";
import { configuration } from "../../client/scenarios/configuration.js";
import { contents } from "../../client/scenarios/contents.js";
import { events } from "../../client/scenarios/events.js";
import { kernels } from "../../client/scenarios/kernels.js";
import { sessions } from "../../client/scenarios/sessions.js";
import { terminals } from "../../client/scenarios/terminals.js";
import { startLabServer } from "../support/lab-server.js";

/** JupyterLab's client library, and a server that has JupyterLab and ipykernel. */
async function connected(files: Readonly<Record<string, string>> = {}): Promise<ConnectedClient> {
  const { server, folder } = await startLabServer(files);
  return new ConnectedClient(server, folder, python);
}

test("an afternoon of a real client over notebooks is in the log", async () => {
  const folder = fileURLToPath(new URL("../../../notebooks", import.meta.url));
  const files = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
  const texts = files.map((file) => [`notebooks/${file}`, readFileSync(join(folder, file), "utf8")]);
  await contents(await connected(Object.fromEntries(texts)), files.sort());
});

test("ipykernel does whatever a client can ask of a kernel, and all of it is in the log", async () => {
  await kernels(await connected());
}, 180_000);

test("sessions with ipykernel are started, found, changed and ended, and all of it is in the log", async () => {
  await sessions(await connected());
}, 120_000);

test("a client sends events, and is told of those of ipykernel", async () => {
  await events(await connected());
}, 120_000);

test("terminals are started, used, found again and ended, and all of it is in the log", async () => {
  await terminals(await connected({ "notebooks/data/tides.csv": "1,2\n" }));
});

test("configuration is kept, and the server says who it serves and ends", async () => {
  await configuration(await connected());
});

test("settings and workspaces of a real JupyterLab are read, changed and kept", async () => {
  const { serverSettings, server } = await connected();
  const settings = new SettingManager({ serverSettings });
  const { ids, values } = await settings.list();
  expect(ids.length).toBeGreaterThan(60);
  expect(values.every(({ schema }) => typeof schema === "object")).toBe(true);
  const id = "@jupyterlab/apputils-extension:themes";
  const raw = '{\n  // at night\n  "theme": "JupyterLab Dark",\n}';
  await settings.save(id, raw);
  expect(await settings.fetch(id)).toMatchObject({ id, raw });
  await expect(settings.save(id, '{"theme": 7}')).rejects.toMatchObject({ response: { status: 400 } });

  await expect(settings.fetch("@jupyterlab/no-such:plugin")).rejects.toMatchObject({
    response: { status: 404 },
  });

  const workspaces = new WorkspaceManager({ serverSettings });
  const workspace = { data: { a: { b: 1 } }, metadata: { id: "mine" } };
  await workspaces.save("mine", workspace);
  expect(await workspaces.fetch("mine")).toMatchObject(workspace);
  expect((await workspaces.list()).ids).toEqual(["mine"]);
  await workspaces.save("mine", { ...workspace, data: {} });
  expect(await workspaces.fetch("mine")).toMatchObject({ data: {}, metadata: { id: "mine" } });
  await workspaces.remove("mine");
  expect((await workspaces.list()).ids).toEqual([]);
  expect(await server.stop()).toBe(0);
}, 60_000);
