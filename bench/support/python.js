import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The Python rivals, and the kernel that people have, as they are published. */
const packages = ["jupyter_server==2.21.1", "jupyter_events==0.12.1", "ipykernel==7.4.0"];
const folder = fileURLToPath(new URL("../../node_modules/.cache/daybook/bench-python/", import.meta.url));

/**
 * A Python with them in a virtual environment, made when it is first needed.
 *
 * @returns the path of its interpreter; `undefined` where there is no Python
 */
export function pythonEnvironment() {
  const python = `${folder}bin/python`;
  const complete = `${folder}packages.txt`;
  const wanted = packages.join("\n");
  if (existsSync(complete) && readFileSync(complete, "utf8") === wanted) return python;
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync("python3", ["-m", "venv", "--clear", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  execFileSync(python, ["-m", "pip", "install", "--quiet", ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  writeFileSync(complete, wanted);
  return python;
}
