import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isRunning, until } from "../../../../../test/support/processes.js";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { ProcessGuard } from "../../../src/services/kernels/process-guard.js";

/** A program in a process group of its own. It ends with the test. */
async function program(...words: readonly string[]): Promise<{ pid: number; child: ChildProcess }> {
  const [command = "", ...parameters] = words;
  const child = spawn(command, parameters, { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  return { pid: child.pid as number, child };
}

function testGuard() {
  const reports: string[] = [];
  const guard = new ProcessGuard((problem) => void reports.push(problem));
  onTestFinished(() => guard.close());
  return { guard, reports };
}

/** The guards that this process has started. */
function guardProcesses(): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [pid, parent, ...words] = line.trim().split(/\s+/);
    return Number(parent) === process.pid && words.join(" ").startsWith("sh -c") ? [Number(pid)] : [];
  });
}

test("whatever is in its care ends with it, and its files go", async () => {
  const folder = temporaryFolder({ "one.json": "", "one-ipc-1": "", "two words.json": "", "other.json": "" });
  const { guard } = testGuard();
  const one = await program("sleep", "1000");
  const two = await program("sleep", "1000");
  guard.add(one.pid, join(folder, "one.json"));
  guard.add(two.pid, join(folder, "two words.json"));
  await guard.close();
  await until(() => !isRunning(one.pid) && !isRunning(two.pid));
  const left = ["one.json", "one-ipc-1", "two words.json", "other.json"].filter((name) =>
    existsSync(join(folder, name)),
  );
  expect(left).toEqual(["other.json"]);
});

test("what does not end when it is asked to is killed", async () => {
  const { guard } = testGuard();
  const { pid, child } = await program("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  guard.add(pid, "/no/such/file.json");
  await guard.close();
  await until(() => !isRunning(pid));
});

test("what was taken from its care is left alone", async () => {
  const { guard } = testGuard();
  const [first, second, third] = [
    await program("sleep", "1000"),
    await program("sleep", "1000"),
    await program("sleep", "1000"),
  ];
  for (const { pid } of [first, second, third]) guard.add(pid, "/no/such/file.json");
  guard.remove(second.pid);
  await guard.close();
  await until(() => !isRunning(first.pid) && !isRunning(third.pid));
  expect(isRunning(second.pid)).toBe(true);
});

test("a guard that is killed is replaced, with all that was in its care", async () => {
  const { guard, reports } = testGuard();
  const { pid } = await program("sleep", "1000");
  guard.add(pid, "/no/such/file.json");
  const [before = 0] = guardProcesses();
  process.kill(before, "SIGKILL");
  await until(() => guardProcesses().some((now) => now !== before && isRunning(now)) && !isRunning(before));
  await guard.close();
  await until(() => !isRunning(pid));
  expect(reports).toEqual([]);
});

test("a program that waits for its end, and for nothing else, goes on afterwards", () => {
  const module = new URL("../../../dist/services/kernels/process-guard.js", import.meta.url);
  const waiting = `
    const { ProcessGuard } = await import(${JSON.stringify(module)});
    const guard = new ProcessGuard(() => {});
    guard.add(1_000_000_000, "/no/such/file.json");
    await guard.close();
    console.log("went on");
  `;
  const words = ["--input-type=module", "--eval", waiting];
  expect(execFileSync(process.execPath, words, { encoding: "utf8" })).toBe("went on\n");
});
