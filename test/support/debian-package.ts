import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

/**
 * Installs a package of Debian's.
 *
 * @throws {Error} where that cannot be: what is not tried must not look as if it worked
 */
export async function installDebianPackage(name: string): Promise<void> {
  process.stderr.write(`Installing ${name} for the tests ..\n`);
  try {
    await run("apt-get", ["update", "-qq"], { env: environment });
    await run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", name], { env: environment });
  } catch (error) {
    throw new Error(`the tests need ${name}: apt-get install ${name}, as root`, { cause: error });
  }
}
