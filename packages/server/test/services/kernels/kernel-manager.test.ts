import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isRunning } from "../../../../../test/support/processes.js";
import { startedKernel, testManager } from "./kernels.js";

test("a kernel starts, runs code and is shut down", async () => {
  const { manager, runtimeDir } = testManager();
  const { kernel, client } = await startedKernel(manager);
  const { text } = await client.execute("print hello\npid");
  const [hello, pid] = text.split("\n");
  expect(hello).toBe("hello");
  expect(isRunning(Number(pid))).toBe(true);
  await manager.shutdown(kernel.id);
  expect(isRunning(Number(pid))).toBe(false);
  expect(manager.list()).toEqual([]);
  expect(readdirSync(runtimeDir)).toEqual([]);
});

test("only the user can read what connects with a kernel", async () => {
  const { manager, runtimeDir } = testManager();
  const { kernel } = await startedKernel(manager);
  const file = join(runtimeDir, `kernel-${kernel.id}.json`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(runtimeDir).mode & 0o777).toBe(0o700);
  const connection = JSON.parse(readFileSync(file, "utf8"));
  expect(connection).toMatchObject({
    ip: "127.0.0.1",
    transport: "tcp",
    signature_scheme: "hmac-sha256",
    kernel_name: "test",
  });
  expect(connection.key).toMatch(/^[0-9a-f]{64}$/);
});

test("kernels connect by files where ipc is configured, and leave none of them", async () => {
  const { manager, runtimeDir } = testManager({ transport: "ipc" });
  const { kernel, client } = await startedKernel(manager);
  expect((await client.execute("print hello")).text).toBe("hello\n");
  expect(existsSync(join(runtimeDir, `kernel-${kernel.id}-ipc-1`))).toBe(true);
  await manager.shutdown(kernel.id);
  expect(readdirSync(runtimeDir)).toEqual([]);
});

test("a kernel works in the folder of its notebook, or in the nearest one that exists", async () => {
  const { manager, rootDir } = testManager();
  await mkdir(join(rootDir, "a/b"), { recursive: true });
  const folders: Record<string, string> = {
    "a/b/one.ipynb": "a/b",
    "a/b": "a/b",
    "a/gone/two.ipynb": "a",
    "": "",
  };
  for (const [path, folder] of Object.entries(folders)) {
    const { kernel, client } = await startedKernel(manager, { path });
    expect((await client.execute("cwd")).text.trim()).toBe(join(rootDir, folder));
    await kernel.shutdown();
  }
  await expect(manager.start({ path: "../elsewhere" })).rejects.toMatchObject({ code: "outside-root" });
});
