import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { loadPseudoTerminals } from "../packages/server/src/services/terminals/pseudo-terminals.js";
import { ConnectedClient } from "./client/connected-client.js";
import { testLanguage } from "./client/kernel-language.js";
import { recordingServer } from "./client/recorded-services.js";
import { configuration } from "./client/scenarios/configuration.js";
import { contents } from "./client/scenarios/contents.js";
import { events } from "./client/scenarios/events.js";
import { kernels } from "./client/scenarios/kernels.js";
import { sessions } from "./client/scenarios/sessions.js";
import { terminals } from "./client/scenarios/terminals.js";
import { DaybookServer } from "./support/daybook.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { testKernels } from "./support/test-kernel.js";

/** JupyterLab's client library, and a server that has the kernel of the tests and nothing of this machine. */
async function connected(files: Readonly<Record<string, string>> = {}): Promise<ConnectedClient> {
  const { jupyterPath, runtimeDir } = testKernels();
  const cwd = temporaryFolder({ ...recordingServer, ...files });
  const server = await DaybookServer.start([], {
    cwd,
    environment: {
      JUPYTER_PATH: jupyterPath,
      JUPYTER_RUNTIME_DIR: runtimeDir,
      JUPYTER_CONFIG_DIR: temporaryFolder(),
      SHELL: "/bin/sh",
    },
  });
  return new ConnectedClient(server, cwd, testLanguage);
}

const sources = [
  { name: "the sample notebooks", folder: fileURLToPath(new URL("../notebooks", import.meta.url)) },
  { name: "real notebooks", folder: fileURLToPath(new URL("../../shared/data/notebooks", import.meta.url)) },
];

for (const { name, folder } of sources) {
  const missing = !existsSync(folder);
  test.skipIf(missing)(
    `an afternoon of a real client over ${name} is in the log${missing ? " (the folder is absent)" : ""}`,
    async () => {
      const files = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
      const texts = files.map((file) => [`notebooks/${file}`, readFileSync(join(folder, file), "utf8")]);
      await contents(await connected(Object.fromEntries(texts)), files.sort());
    },
  );
}

test("a real client does with a kernel whatever it can, and all of it is in the log", async () => {
  await kernels(await connected());
});

test("a real client starts, finds, changes and ends sessions, and all of it is in the log", async () => {
  await sessions(await connected());
});

test("a real client sends events, and is told of all that happen", async () => {
  await events(await connected());
});

test("a real client keeps its configuration, and hears who it is and of no formats to export to", async () => {
  await configuration(await connected());
});

const unavailable = typeof (await loadPseudoTerminals()) === "string";
const reason = unavailable ? " (there is no build of pseudo-terminals for this machine)" : "";

test.skipIf(unavailable)(`a real client starts, uses, finds again and ends terminals${reason}`, async () => {
  await terminals(await connected({ "notebooks/data/tides.csv": "1,2\n" }));
});
