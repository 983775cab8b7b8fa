import { spawnSync } from "node:child_process";
import { isInstalled, tools } from "./tools.js";

/** Installs the programs that faults need, where root and Debian's packages are at hand; says so where not. */
export function setup(): void {
  const missing = tools.filter((tool) => !isInstalled(tool));
  if (missing.length === 0) return;
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...words: string[]) =>
    spawnSync("apt-get", [...words, "-qq"], { env: environment }).status === 0;
  const installed = process.geteuid?.() === 0 && apt("update") && apt("install", "--yes", ...missing);
  if (!installed) console.warn(`not installed, so that their faults are skipped: ${missing.join(", ")}`);
}
