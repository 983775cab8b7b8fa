import { spawn } from "node:child_process";
import { join } from "node:path";
import { Checkout } from "./checkout.js";

/**
 * Installs and builds what is not installed and built yet. Where nothing is to do it reads some files, and that is all.
 *
 * @param {string} root the folder of the checkout
 * @param {(step: string, command: string, parameters: string[]) => Promise<void>} run runs a program in it; rejects
 * where that fails
 */
export async function prepare(root, run = runIn(root)) {
  const checkout = new Checkout(root);
  if (!checkout.isInstalled) {
    const npm = npmCommand();
    await run("Installing the packages of package-lock.json", npm.command, [...npm.parameters, "ci"]);
    checkout.rememberInstallation();
  }
  if (checkout.isBuilt) return;
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  // The compiler remembers what it has built, also when somebody has deleted it.
  const force = checkout.hasBuild ? [] : ["--force"];
  await run("Building", process.execPath, [compiler, "--build", ...force]);
  checkout.rememberBuild();
}

/** The npm that runs this script, else the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return { command: process.execPath, parameters: [script] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", parameters: [] };
}

function runIn(root) {
  return (step, command, parameters) => {
    process.stderr.write(`${step} ..\n`);
    return new Promise((resolve, reject) => {
      // Standard output is for what the person asked for, such as the address of the server.
      const child = spawn(command, parameters, {
        cwd: root,
        stdio: ["ignore", 2, 2],
        shell: command.endsWith(".cmd"),
      });
      child.on("error", (error) => reject(new Error(`${step} failed: ${error.message}`)));
      child.on("exit", (code, signal) => {
        if (code === 0) resolve();
        else reject(new Error(`${step} failed (${signal ?? `exit status ${code}`}); its messages are above`));
      });
    });
  };
}
