import { spawnSync } from "node:child_process";

/** Programs beside Node that faults need; each is a Debian package of the same name. */
export const tools = ["strace", "logrotate"] as const;

/** True where a program can be started. */
export function isInstalled(tool: (typeof tools)[number]): boolean {
  return spawnSync(tool, ["--version"]).error === undefined;
}

/** Why no system call can be made to fail here; nothing where it can. */
export function whyNoInjection(): string | undefined {
  if (!isInstalled("strace")) return "strace is not installed";
  const { status } = spawnSync("strace", ["-D", "-f", "-o", "/dev/null", "true"]);
  return status === 0 ? undefined : "ptrace is not permitted";
}

/** Why no small disk can be made here; nothing where it can. */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform !== "linux") return "tmpfs is Linux's";
  if (process.geteuid?.() !== 0) return "only root mounts a disk";
  return spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0
    ? undefined
    : "mounting is not permitted";
}

/** Why logrotate cannot be used here; nothing where it can. */
export function whyNoLogrotate(): string | undefined {
  return isInstalled("logrotate") ? undefined : "logrotate is not installed";
}
