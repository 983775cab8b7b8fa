import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { DaybookServer } from "./support/daybook.js";
import { isRunning, until } from "./support/processes.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { testKernels, testKernelspec } from "./support/test-kernel.js";

/** A server with kernels that tell their process ids as names of files in a folder. */
async function serverWithKernels(count: number, env: Readonly<Record<string, string>> = {}) {
  const pidFolder = temporaryFolder();
  const { argv } = testKernelspec() as { argv: string[] };
  const tell = ["sh", "-c", `: > '${pidFolder}'/$$; exec "$@"`, "sh"];
  const { jupyterPath, runtimeDir } = testKernels({
    test: testKernelspec({ argv: [...tell, ...argv], env }),
  });
  const server = await DaybookServer.start([], {
    cwd: temporaryFolder(),
    environment: { JUPYTER_PATH: jupyterPath, JUPYTER_RUNTIME_DIR: runtimeDir },
  });
  for (let started = 0; started < count; started += 1) {
    const { id } = (await (
      await server.fetch("api/kernels", { method: "POST", body: '{"name": "test"}' })
    ).json()) as {
      id: string;
    };
    await until(async () => (await kernel(server, id)).execution_state === "idle");
  }
  const pids = readdirSync(pidFolder).map(Number);
  expect(pids).toHaveLength(count);
  expect(pids.filter(isRunning)).toEqual(pids);
  return { server, pids, runtimeDir };
}

async function kernel(server: DaybookServer, id: string) {
  return (await (await server.fetch(`api/kernels/${id}`)).json()) as { execution_state: string };
}

const kinds = [
  ["", {}],
  [", not even one that will not end", { TEST_KERNEL_STAYS: "1" }],
] as const;

test.each(kinds)("a server that stops leaves no kernel behind%s", async (_which, env) => {
  const { server, pids, runtimeDir } = await serverWithKernels(3, env);
  expect(await server.stop()).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);
  expect(readdirSync(runtimeDir)).toEqual([]);
});

test.each(kinds)("a server that is killed leaves no kernel behind%s", async (_which, env) => {
  const { server, pids, runtimeDir } = await serverWithKernels(3, env);
  expect(await server.stop("SIGKILL")).toBe(null);
  await until(() => pids.every((pid) => !isRunning(pid)) && readdirSync(runtimeDir).length === 0);
});
