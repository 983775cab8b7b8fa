import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject, onTestFinished } from "vitest";
import { freePorts } from "../../support/free-ports.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { startProgram } from "./server-process.js";

const proxy = fileURLToPath(
  new URL("../../../node_modules/configurable-http-proxy/bin/configurable-http-proxy", import.meta.url),
);
const configuration = fileURLToPath(
  new URL("../../../examples/gateway-jupyterhub/jupyterhub_config.py", import.meta.url),
);

export const password = "the password of everybody";

/**
 * A real JupyterHub with the configuration of the example, whose users need no account. It ends with the test.
 *
 * @param name of the gateway among its services
 */
export async function startHub(name = "daybook") {
  const python = inject("python");
  const folder = temporaryFolder();
  const own = join(folder, "hub");
  await mkdir(own);
  const [port, hubPort, proxyPort] = await freePorts();
  const service = "the-token-of-the-service-of-the-tests";
  const hub = await startProgram({
    command: python,
    args: [
      ...["-m", "jupyterhub", "--config", configuration],
      `--JupyterHub.bind_url=http://127.0.0.1:${port}/`,
      `--JupyterHub.hub_bind_url=http://127.0.0.1:${hubPort}/`,
      `--ConfigurableHTTPProxy.api_url=http://127.0.0.1:${proxyPort}`,
      `--ConfigurableHTTPProxy.command=${process.execPath}`,
      `--ConfigurableHTTPProxy.command=${proxy}`,
      "--JupyterHub.authenticator_class=dummy",
      `--DummyAuthenticator.password=${password}`,
      "--Authenticator.allow_all=True",
      "--JupyterHub.spawner_class=simple",
      `--SimpleLocalProcessSpawner.home_dir_template=${join(folder, "home", "{username}")}`,
      `--Spawner.cmd=${python}`,
      "--Spawner.cmd=-m",
      "--Spawner.cmd=jupyterhub.singleuser",
      "--Spawner.args=--allow-root",
      "--JupyterHub.allow_named_servers=True",
      `--JupyterHub.services={"name": "${name}", "api_token": "${service}"}`,
    ],
    folder: own,
    environment: { HOME: own, JUPYTER_NO_CONFIG: "1", PYTHONDONTWRITEBYTECODE: "1" },
    listening: /JupyterHub is now running at http:\/\/127\.0\.0\.1:(\d+)\//,
    token: service,
  });
  onTestFinished(() => hub.stop());
  return { ...hub, url: `http://127.0.0.1:${port}/`, apiUrl: `http://127.0.0.1:${hubPort}/hub/api` };
}
