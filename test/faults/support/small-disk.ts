import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A disk of a few megabytes in memory, that goes with the test. Only root can make one. */
export class SmallDisk {
  readonly folder: string;
  readonly #ballast: string;

  constructor(megabytes: number) {
    this.folder = mkdtempSync(join(tmpdir(), "daybook-disk-"));
    this.#ballast = join(this.folder, "ballast");
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "daybook-faults", this.folder]);
    // It waits for the end of its input, which also comes when this process is killed: no disk is left mounted.
    // Unmounted as soon as nobody uses it: a process that ends just now may still have files on it.
    const script = 'cat; umount --lazy "$1" && rmdir "$1"';
    const caretaker = spawn("sh", ["-c", script, "sh", this.folder], {
      stdio: ["pipe", "ignore", "inherit"],
      detached: true,
    });
    onTestFinished(async () => {
      const ended = once(caretaker, "exit");
      caretaker.stdin.end();
      await ended;
    });
  }

  /** Takes all the room that is left. */
  fill(): void {
    const file = openSync(this.#ballast, "a");
    try {
      for (const size of [64 * 1024, 4096]) writeUntilFull(file, Buffer.alloc(size));
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#ballast);
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    while (writeSync(file, bytes) === bytes.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
