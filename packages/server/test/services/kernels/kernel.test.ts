import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { isRunning, until } from "../../../../../test/support/processes.js";
import { testKernelspec } from "../../../../../test/support/test-kernel.js";
import type { Kernel } from "../../../src/services/kernels/kernel.js";
import type { KernelEvents } from "../../../src/services/kernels/kernel-events.js";
import { executeContent, KernelClient, startedKernel, testManager } from "./kernels.js";

const kinds = ["restarting", "restarted", "dead", "closed"] as const;

/** What happens to a kernel from now on, in order. */
function follow(kernel: Kernel): string[] {
  const events: string[] = [];
  for (const kind of kinds) kernel.on(kind as keyof KernelEvents, () => void events.push(kind));
  kernel.on("state", (state) => void events.push(`is ${state}`));
  return events;
}

async function pidOf(client: KernelClient): Promise<number> {
  return Number((await client.execute("pid")).text);
}

describe("its state", () => {
  test("is starting until it answers, then what it says", async () => {
    const { manager } = testManager();
    const kernel = await manager.start();
    const events = follow(kernel);
    expect(kernel.model()).toEqual({
      id: kernel.id,
      name: "test",
      last_activity: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      execution_state: "starting",
      connections: 0,
    });
    await kernel.ready();
    await new KernelClient(kernel).execute("print hello");
    expect(events).toEqual(["is idle", "is busy", "is idle"]);
  });

  test("and its last activity are not changed by what programs ask", async () => {
    const { manager } = testManager();
    const { kernel, client } = await startedKernel(manager);
    const { lastActivity } = kernel;
    const events = follow(kernel);
    await client.ask("shell", "kernel_info_request", {});
    await client.ask("shell", "comm_info_request", {});
    expect(events).toEqual([]);
    expect(kernel.lastActivity).toBe(lastActivity);
    await client.execute("print hello");
    expect(kernel.lastActivity.getTime()).toBeGreaterThanOrEqual(lastActivity.getTime());
    expect(kernel.lastActivity).not.toBe(lastActivity);
  });
});

describe("an interrupt", () => {
  test.each([
    "signal",
    "message",
  ])("by %s stops the cell that runs, and the kernel lives on", async (mode) => {
    const { manager } = testManager({}, { test: testKernelspec({ interrupt_mode: mode }) });
    const { kernel, client } = await startedKernel(manager);
    const id = await client.send("shell", "execute_request", executeContent("print begun\nsleep 1000"));
    await client.hears(({ type, parent }) => type === "stream" && parent === id);
    await kernel.interrupt();
    const { content } = await client.hears(({ type, parent }) => type === "execute_reply" && parent === id);
    expect(content).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    expect((await client.execute("print again")).text).toBe("again\n");
  });

  test("that comes before it answers does not end it", async () => {
    const { manager, reports } = testManager();
    const kernel = await manager.start();
    await kernel.interrupt();
    await kernel.ready();
    expect(reports).toEqual([]);
  });
});

describe("a restart", () => {
  test("brings a new process with the same id, file and ports", async () => {
    const { manager, runtimeDir } = testManager();
    const { kernel, client } = await startedKernel(manager);
    const file = join(runtimeDir, `kernel-${kernel.id}.json`);
    const before = { pid: await pidOf(client), connection: readFileSync(file, "utf8") };
    const events = follow(kernel);
    await kernel.restart();
    expect(events).toEqual(["is restarting", "restarting", "is starting", "is idle", "restarted"]);
    expect(readFileSync(file, "utf8")).toBe(before.connection);
    expect(await pidOf(client)).not.toBe(before.pid);
    expect(isRunning(before.pid)).toBe(false);
    expect(manager.get(kernel.id)).toBe(kernel);
  });

  test("ends a cell that runs, and forgets those that wait", async () => {
    const { manager } = testManager({ shutdownWaitTime: 0.2 });
    const { kernel, client } = await startedKernel(manager);
    const id = await client.send("shell", "execute_request", executeContent("print begun\nhang"));
    await client.hears(({ type, parent }) => type === "stream" && parent === id);
    await client.send("shell", "execute_request", executeContent("print waited"));
    await kernel.restart();
    const { reply, text } = await client.execute("print fresh");
    expect(text).toBe("fresh\n");
    expect(reply.execution_count).toBe(1);
    expect(client.heard.some(({ content }) => content.text === "waited\n")).toBe(false);
  });

  test("that nobody answers is an error, and the kernel can still be shut down", async () => {
    const deaf = testKernelspec({ argv: [process.execPath, "-e", "setInterval(() => {}, 1000)"] });
    const options = { kernelInfoTimeout: 0.2, shutdownWaitTime: 0.2 };
    const { manager } = testManager(options, { deaf });
    const kernel = await manager.start({ name: "deaf" });
    await expect(kernel.restart()).rejects.toMatchObject({ code: "kernel-not-started" });
    expect(kernel.executionState).toBe("starting");
    await kernel.shutdown();
    expect(manager.list()).toEqual([]);
  });

  test("while it is shut down is refused", async () => {
    const { manager } = testManager();
    const { kernel } = await startedKernel(manager);
    const ending = kernel.shutdown();
    await expect(kernel.restart()).rejects.toMatchObject({ code: "kernel-not-started" });
    await ending;
  });
});

describe("a kernel that dies", () => {
  test("is started again, and its clients are told", async () => {
    const { manager, reports } = testManager();
    const { kernel, client } = await startedKernel(manager);
    const pid = await pidOf(client);
    const events = follow(kernel);
    const restarted = once(kernel, "restarted");
    process.kill(pid, "SIGKILL");
    await restarted;
    expect(events).toEqual(["is restarting", "restarting", "is starting", "is idle", "restarted"]);
    expect(reports).toEqual([`kernel ${kernel.id} (test) ended: SIGKILL; restarting`]);
    expect(client.heard).toContainEqual(
      expect.objectContaining({
        channel: "iopub",
        type: "status",
        content: { execution_state: "restarting" },
      }),
    );
    expect((await client.execute("print again")).text).toBe("again\n");
  });

  test("too often in a row is given up, and is gone", async () => {
    const { manager, reports, runtimeDir } = testManager({ restartLimit: 2 });
    const { kernel, client } = await startedKernel(manager);
    const events = follow(kernel);
    for (let death = 1; death <= 2; death += 1) {
      const restarted = once(kernel, "restarted");
      await client.send("shell", "execute_request", executeContent("exit 7"));
      await restarted;
    }
    const closed = once(kernel, "closed");
    await client.send("shell", "execute_request", executeContent("exit 7"));
    await closed;
    expect(events.slice(-3)).toEqual(["is dead", "dead", "closed"]);
    expect(reports.at(-1)).toBe(`kernel ${kernel.id} (test) ended: exit status 7`);
    expect(client.heard.at(-1)?.content).toEqual({ execution_state: "dead" });
    expect(() => manager.get(kernel.id)).toThrowError(expect.objectContaining({ code: "kernel-not-found" }));
    expect(readdirSync(runtimeDir)).toEqual([]);
  });

  test("takes what it has started with it", async () => {
    const { manager } = testManager();
    const { kernel, client } = await startedKernel(manager);
    const child = Number((await client.execute("spawn")).text);
    expect(isRunning(child)).toBe(true);
    const restarted = once(kernel, "restarted");
    await client.send("shell", "execute_request", executeContent("exit"));
    await restarted;
    await until(() => !isRunning(child));
  });

  test("is not started again where that is switched off", async () => {
    const { manager } = testManager({ autorestart: false });
    const { kernel, client } = await startedKernel(manager);
    const closed = once(kernel, "closed");
    await client.send("shell", "execute_request", executeContent("exit"));
    await closed;
    expect(manager.list()).toEqual([]);
  });
});

describe("a kernel that never starts", () => {
  test("as its program is missing, is an error, and leaves nothing", async () => {
    const { manager, runtimeDir } = testManager({}, { test: testKernelspec({ argv: ["/no/such/program"] }) });
    await expect(manager.start()).rejects.toMatchObject({
      code: "kernel-not-started",
      cause: { code: "ENOENT" },
    });
    expect(manager.list()).toEqual([]);
    expect(readdirSync(runtimeDir)).toEqual([]);
  });

  test("as it ends at once, is given up, and the report has what it wrote", async () => {
    const argv = [process.execPath, "-e", "console.error('no module of that name'); process.exit(3)"];
    const { manager, reports } = testManager({ restartLimit: 1 }, { test: testKernelspec({ argv }) });
    const kernel = await manager.start();
    await expect(kernel.ready()).rejects.toThrow("it has ended");
    const ending = `kernel ${kernel.id} (test) ended: exit status 3, after it wrote "no module of that name"`;
    expect(reports).toEqual([`${ending}; restarting`, ending]);
    expect(manager.list()).toEqual([]);
  });
});

describe("a shutdown", () => {
  test.each(["ignore-shutdown", "hang"])("ends a kernel that does not want to: %s", async (statement) => {
    const { manager } = testManager({ shutdownWaitTime: 0.2 });
    const { kernel, client } = await startedKernel(manager);
    const pid = await pidOf(client);
    const id = await client.send(
      "shell",
      "execute_request",
      executeContent(`print begun\n${statement}\nprint done`),
    );
    await client.hears(({ parent, content }) => parent === id && content.text === "begun\n");
    if (statement !== "hang") await client.hears(({ content }) => content.text === "done\n");
    await kernel.shutdown();
    expect(isRunning(pid)).toBe(false);
  });

  test("of a kernel that has not answered yet ends it", async () => {
    const { manager, runtimeDir } = testManager();
    const kernel = await manager.start();
    await kernel.shutdown();
    expect(manager.list()).toEqual([]);
    expect(readdirSync(runtimeDir)).toEqual([]);
  });

  test("comes through while it dies and is started again", async () => {
    const { manager, runtimeDir } = testManager();
    const { kernel, client } = await startedKernel(manager);
    const restarting = once(kernel, "restarting");
    await client.send("shell", "execute_request", executeContent("exit"));
    await restarting;
    await kernel.shutdown();
    expect(manager.list()).toEqual([]);
    expect(readdirSync(runtimeDir)).toEqual([]);
  });
});
