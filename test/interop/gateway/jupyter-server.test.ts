import { expect, inject, onTestFinished, test } from "vitest";
import { fileURLToPath } from "node:url";
import { readEvents } from "../../support/recorded-events.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { startChromium } from "../support/chromium.js";
import { exampleFile, startGatewayServer } from "../support/gateway-server.js";
import { LabPage } from "../support/lab-page.js";
import { startJupyter } from "../support/servers.js";

const pictures = fileURLToPath(
  new URL("../../../node_modules/.cache/daybook/pictures-gateway/", import.meta.url),
);
const patience = { timeout: 30_000 };

test("JupyterLab works through the gateway, and the log has what was done", async () => {
  const jupyter = await startJupyter(inject("python"), temporaryFolder(), [
    "jupyterlab",
    "jupyter_server_terminals",
  ]);
  onTestFinished(() => jupyter.stop());
  const upstream = `http://127.0.0.1:${jupyter.port}/`;
  const gateway = await startGatewayServer(
    await exampleFile("gateway-jupyter-server/daybook.yaml"),
    upstream,
  );
  const browser = await startChromium();
  onTestFinished(() => browser.close());
  const lab = await LabPage.open(browser, gateway.url, jupyter.token, pictures);

  await lab.launch("Notebook", "Python 3");
  await lab.idle();
  await lab.shows(await lab.run('print("hello", 6 * 7)'), "hello 42");
  await lab.shows(await lab.run("1 / 0"), "ZeroDivisionError");
  await lab.idle();
  await lab.choose("File", /^Save Notebook(?! As)/);
  await lab.page.locator(".jp-Dialog input[type=text]").fill("Day.ipynb");
  await lab.answer("Rename");
  await lab.tab("Day.ipynb").waitFor();
  await lab.saved();
  await lab.launch("Other", "Terminal");
  await lab.page.locator(".jp-Terminal .xterm-screen").waitFor();
  await lab.choose("File", /^Shutdown Terminal/);
  await lab.tab("Terminal 1").waitFor({ state: "detached" });
  await lab.tab("Day.ipynb").click();
  await lab.choose("File", /^Close and Shut Down Notebook/);
  await lab.answer("Ok");
  await lab.tab("Day.ipynb").waitFor({ state: "detached" });
  const kernels = async () => {
    const headers = { Authorization: `token ${jupyter.token}` };
    return (await fetch(`${gateway.url}api/kernels`, { headers })).json();
  };
  await expect.poll(kernels, patience).toEqual([]);
  await browser.close();
  expect(await gateway.stop()).toBe(0);

  const events = await readEvents(gateway.log);
  const actions = events.filter(
    ({ __schema__: id, action }) => id === "daybook/user-actions" && action !== "get",
  );
  const of = (kind: string) =>
    actions
      .filter((event) => event.kind === kind)
      .map(({ action, path, source_path: source }) => [action, path, source].filter(Boolean).join(" "));
  expect(of("contents")).toEqual([
    "create Untitled.ipynb",
    "save Untitled.ipynb",
    "rename Day.ipynb Untitled.ipynb",
  ]);
  expect(of("checkpoint")).toEqual(["create Day.ipynb"]);
  expect(of("terminal")).toEqual(["start", "stop"]);
  const sessions = of("session");
  expect([sessions[0]?.split(" ")[0], sessions.at(-1)]).toEqual(["create", "delete Day.ipynb"]);
  // One person has the token; the server names them as it pleases, and always in the same way.
  const names = new Set(actions.map(({ username, confirmed_by: by }) => `${by} ${username}`));
  expect([...names]).toEqual([expect.stringMatching(/^server \S/)]);
}, 180_000);
