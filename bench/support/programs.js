import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Starts a program and waits for the line that says it is ready. */
export async function start(command, args, { ready = /./, env = {} } = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const found = new Promise((resolve, reject) => {
    const errors = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        errors.push(line);
        const match = ready.exec(line);
        if (match !== null) resolve(match);
      });
    }
    child.on("exit", () => reject(new Error(`${command} ended:\n${errors.join("\n")}`)));
  });
  const match = await found;
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, "exit");
  };
  return { match, stop, pid: child.pid };
}
