import {
  ConfigSection,
  KernelManager,
  NbConvertManager,
  ServerConnection,
  SessionManager,
} from "@jupyterlab/services";
import { expect, test } from "vitest";
import { DaybookServer } from "./support/daybook.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { testKernels } from "./support/test-kernel.js";

/** A server with the kernel of the tests and a configuration of its own, and how the real client reaches it. */
async function startServer() {
  const { jupyterPath, runtimeDir } = testKernels();
  const cwd = temporaryFolder();
  const server = await DaybookServer.start(["--root-dir", temporaryFolder()], {
    cwd,
    environment: {
      JUPYTER_PATH: jupyterPath,
      JUPYTER_RUNTIME_DIR: runtimeDir,
      JUPYTER_CONFIG_DIR: temporaryFolder(),
    },
  });
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: server.url,
    wsUrl: server.url.replace(/^http/, "ws"),
    token: server.token,
    appendToken: true,
  });
  return { server, serverSettings };
}

/** What the server lists. The client's own list may still be that of an earlier answer. */
async function listed(server: DaybookServer, what: "sessions" | "kernels"): Promise<unknown> {
  return (await server.fetch(`api/${what}`)).json();
}

test("a real client starts, finds, renames and ends sessions", async () => {
  const { server, serverSettings } = await startServer();
  const kernelManager = new KernelManager({ serverSettings });
  const sessions = new SessionManager({ serverSettings, kernelManager });
  await sessions.ready;

  const options = { path: "one.ipynb", name: "one.ipynb", type: "notebook", kernel: { name: "test" } };
  const session = await sessions.startNew(options);
  expect(session).toMatchObject({ path: "one.ipynb", name: "one.ipynb", type: "notebook" });
  const kernelId = session.kernel?.id;
  expect(kernelId).toBeDefined();
  expect(await sessions.findByPath("one.ipynb")).toMatchObject({ id: session.id, kernel: { id: kernelId } });
  expect(await sessions.findById(session.id)).toMatchObject({ path: "one.ipynb" });

  await session.setPath("folder/two.ipynb");
  await session.setName("two.ipynb");
  expect(await listed(server, "sessions")).toMatchObject([
    { id: session.id, path: "folder/two.ipynb", name: "two.ipynb", kernel: { id: kernelId } },
  ]);

  await session.changeKernel({ name: "test" });
  expect(session.kernel?.id).not.toBe(kernelId);
  expect(await listed(server, "kernels")).toMatchObject([{ id: session.kernel?.id }]);

  const second = await sessions.startNew({ ...options, path: "three.ipynb" });
  await sessions.shutdown(session.id);
  expect(await listed(server, "sessions")).toMatchObject([{ id: second.id }]);
  await sessions.shutdownAll();
  expect(await listed(server, "sessions")).toEqual([]);

  sessions.dispose();
  kernelManager.dispose();
  expect(await server.stop()).toBe(0);
});

test("a real client keeps its configuration, and hears of no formats to export to", async () => {
  const { server, serverSettings } = await startServer();
  const section = await ConfigSection.create({ name: "notebook", serverSettings });
  expect(section.data).toEqual({});
  await section.update({ theme: "dark", cells: { folded: true, numbered: true } });
  await section.update({ cells: { folded: null } });
  const again = await ConfigSection.create({ name: "notebook", serverSettings });
  expect(again.data).toEqual({ theme: "dark", cells: { numbered: true } });
  expect(await new NbConvertManager({ serverSettings }).getExportFormats()).toEqual({});
  const response = await ServerConnection.makeRequest(
    `${server.url}api/shutdown`,
    { method: "POST" },
    serverSettings,
  );
  expect(response.ok).toBe(true);
  expect(await server.run.ended()).toBe(0);
});
