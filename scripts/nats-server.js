// The nats-server that tests and benchmarks run: made once by Go, or Debian's.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const version = "v2.15.2";
const folder = fileURLToPath(
  new URL(`../node_modules/.cache/daybook/nats-server-${version}/`, import.meta.url),
);
const debians = "/usr/sbin/nats-server";

/**
 * The path of a nats-server, which is installed when it is first needed.
 *
 * @throws {Error} where there is neither Go nor a Debian that may install it
 */
export function natsServer() {
  const program = `${folder}nats-server`;
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  try {
    const env = { ...process.env, GOBIN: folder };
    run("go", ["install", `github.com/nats-io/nats-server/v2@${version}`], env);
    return program;
  } catch (error) {
    if (existsSync(debians)) return debians;
    try {
      run("apt-get", ["update"], process.env);
      run("apt-get", ["install", "-y", "nats-server"], process.env);
    } catch {
      throw new Error("there is no nats-server: install Go, or on Debian the package nats-server", {
        cause: error,
      });
    }
    return debians;
  }
}

function run(command, parameters, env) {
  execFileSync(command, parameters, { env, stdio: ["ignore", "ignore", "pipe"] });
}
