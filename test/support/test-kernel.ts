import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

/** The kernel of `test/kernel`, as the build makes it. */
const program = fileURLToPath(new URL("../kernel/dist/index.js", import.meta.url));

/** The kernelspec of the kernel of the tests. @param changes what is different in it */
export function testKernelspec(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    argv: [process.execPath, program, "{connection_file}"],
    display_name: "Test",
    language: "test-language",
    ...changes,
  };
}

/**
 * Makes folders in which kernels of the tests are installed and run, apart from those of this machine.
 *
 * ```ts
 * const { jupyterPath, kernels } = testKernels();
 * await DaybookServer.start([], { cwd, environment: { JUPYTER_PATH: jupyterPath, JUPYTER_RUNTIME_DIR: runtimeDir } });
 * await testServer({ ...options, kernels });
 * ```
 *
 * @param specs kernelspecs by name; without them, one of the name `test`
 */
export function testKernels(specs: Readonly<Record<string, unknown>> = { test: testKernelspec() }) {
  const folder = temporaryFolder();
  const jupyterPath = join(folder, "share");
  for (const [name, spec] of Object.entries(specs))
    writeFiles(jupyterPath, { [`kernels/${name}/kernel.json`]: JSON.stringify(spec) });
  const runtimeDir = join(folder, "runtime");
  return { jupyterPath, runtimeDir, kernels: { kernelDirs: [join(jupyterPath, "kernels")], runtimeDir } };
}
