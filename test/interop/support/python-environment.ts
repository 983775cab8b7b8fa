import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const requirements = fileURLToPath(new URL("../requirements.txt", import.meta.url));
const cache = fileURLToPath(new URL("../../../node_modules/.cache/daybook/", import.meta.url));

/**
 * The Python that has the packages of requirements.txt. It is made once for each list of packages and version of Python,
 * and then found again. Two runs that make it at once do not disturb each other: each makes its own, and one wins.
 *
 * @returns the path of its interpreter; scripts such as `pip` beside it must not be used, as the folder was moved
 * @throws {Error} where there is no usable `python3`: what is not compared must not look as if it were equal
 */
export async function pythonEnvironment(): Promise<string> {
  const system = await systemPython();
  const key = createHash("sha256")
    .update(system.version)
    .update(await readFile(requirements))
    .digest("hex");
  const environment = join(cache, `python-${key.slice(0, 16)}`);
  const python = (folder: string) =>
    process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  if (existsSync(environment)) return python(environment);

  const unfinished = `${environment}.${process.pid}.partial`;
  await mkdir(cache, { recursive: true });
  try {
    process.stderr.write("Making the Python environment of the interop suite ..\n");
    await step("making a virtual environment", system.program, ["-m", "venv", unfinished]);
    const install = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
    await step("installing Jupyter", python(unfinished), [...install, "-r", requirements]);
    await rename(unfinished, environment).catch((error) => {
      if (!existsSync(environment)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return python(environment);
}

async function systemPython(): Promise<{ program: string; version: string }> {
  const program = process.env.PYTHON ?? "python3";
  const question = "import sys, venv, platform; print(sys.version, platform.machine(), sys.base_prefix)";
  try {
    return { program, version: (await run(program, ["-c", question])).stdout };
  } catch (error) {
    throw new Error(
      `the interop suite compares Daybook with a real jupyter_server and needs Python 3.10 or newer with 'venv': ` +
        `'${program}' cannot be used (set PYTHON to name another)`,
      { cause: error },
    );
  }
}

async function step(what: string, program: string, args: string[]): Promise<void> {
  try {
    await run(program, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const end = (stderr || message).trim().split("\n").slice(-8).join("\n");
    throw new Error(`the Python environment of the interop suite: ${what} failed:\n${end}`, { cause: error });
  }
}
