import { userInfo } from "node:os";
import { ConfigSection, NbConvertManager, ServerConnection } from "@jupyterlab/services";
import { expect } from "vitest";
import type { ConnectedClient } from "../connected-client.js";

/** What else front ends ask of a server: their configuration, who they are, formats to export to, and its end. */
export async function configuration({ server, serverSettings }: ConnectedClient): Promise<void> {
  const section = await ConfigSection.create({ name: "notebook", serverSettings });
  expect(section.data).toEqual({});
  await section.update({ theme: "dark", cells: { folded: true, numbered: true } });
  await section.update({ cells: { folded: null } });
  const again = await ConfigSection.create({ name: "notebook", serverSettings });
  expect(again.data).toEqual({ theme: "dark", cells: { numbered: true } });

  // Its manager of users needs a browser.
  const me = await ServerConnection.makeRequest(`${server.url}api/me`, {}, serverSettings);
  expect(await me.json()).toMatchObject({ identity: { username: userInfo().username } });
  expect(await new NbConvertManager({ serverSettings }).getExportFormats()).toEqual({});

  const response = await ServerConnection.makeRequest(
    `${server.url}api/shutdown`,
    { method: "POST" },
    serverSettings,
  );
  expect(response.ok).toBe(true);
  expect(await server.run.ended()).toBe(0);
}
