import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { FileLock } from "../src/file-lock.js";

const take = (folder: string) =>
  FileLock.take(lockOf(folder), (user) => `this folder is in use by ${user}; take another`);
const lockOf = (folder: string) => join(folder, "lock");

function lockedBy(owner: object): string {
  const folder = temporaryFolder();
  writeFileSync(lockOf(folder), JSON.stringify({ host: hostname(), started: "", ...owner }));
  return folder;
}

test("a second handler of this process is told so, and what to do", () => {
  const folder = temporaryFolder();
  const lock = take(folder);
  expect(() => take(folder)).toThrow(
    "this folder is in use by another handler of this process; take another",
  );
  lock.release();
  take(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a process that has ended is taken over", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const folder = lockedBy({ pid });
  const lock = take(folder);
  expect(JSON.parse(readFileSync(lockOf(folder), "utf8")).pid).toBe(process.pid);
  expect(readdirSync(folder)).toEqual(["lock"]);
  lock.release();
});

// Only Linux tells when a process has started.
test.runIf(existsSync("/proc/self/stat"))("so is one whose process id another process has now", () => {
  const folder = lockedBy({ pid: process.pid, started: "in another life" });
  take(folder).release();
});

test.runIf(process.pid !== 1 && existsSync("/proc/1/stat"))("that of a living process is not", () => {
  const own = temporaryFolder();
  take(own);
  const lock = JSON.parse(readFileSync(lockOf(own), "utf8"));
  const [boot] = lock.started.split(" ");
  const status = readFileSync("/proc/1/stat", "latin1");
  const started = `${boot} ${status.slice(status.lastIndexOf(")") + 2).split(" ")[19]}`;
  expect(() => take(lockedBy({ pid: 1, started }))).toThrow("in use by process 1;");
});

test("of a process on another machine nobody can tell, so the operator is asked", () => {
  const folder = lockedBy({ host: "another.example", pid: 4 });
  expect(() => take(folder)).toThrow(
    `in use by process 4 of another.example (if that has ended, delete ${lockOf(folder)})`,
  );
});

test("a lock that cannot be read is taken over: no lock of ours is ever written in part", () => {
  const folder = temporaryFolder();
  writeFileSync(lockOf(folder), "");
  take(folder).release();
});
