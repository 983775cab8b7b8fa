import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patience, runs } from "../../../../../test/faults/support/counts.js";
import { isRunning, until } from "../../../../../test/support/processes.js";
import { KernelClient, testManager } from "./kernels.js";

/** How many run at a time. */
const atATime = 10;

test(
  "kernels that are started and stopped leave no process, port or file descriptor",
  async () => {
    const { manager, runtimeDir } = testManager();
    const pids: number[] = [];
    const ports: number[] = [];
    const turn = async () => {
      const kernels = Array.from({ length: atATime }, async () => {
        const kernel = await manager.start();
        await kernel.ready();
        const { text } = await new KernelClient(kernel).execute("pid");
        pids.push(Number(text));
        ports.push(...portsOf(join(runtimeDir, `kernel-${kernel.id}.json`)));
        await kernel.shutdown();
      });
      await Promise.all(kernels);
    };
    // The first ones bring what stays: the guard, and the threads of ZeroMQ.
    await turn();
    const before = descriptors();
    for (let count = atATime; count < runs({ full: 200, slice: 20 }); count += atATime) await turn();

    expect(manager.list()).toEqual([]);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(readdirSync(runtimeDir)).toEqual([]);
    for (const port of ports) await listenOn(port);
    // ZeroMQ closes sockets in a thread of its own.
    await until(() => descriptors() <= before);
  },
  patience,
);

function portsOf(connectionFile: string): number[] {
  const connection: Record<string, unknown> = JSON.parse(readFileSync(connectionFile, "utf8"));
  return Object.entries(connection).flatMap(([name, value]) =>
    name.endsWith("_port") ? [Number(value)] : [],
  );
}

/** Fails where somebody listens there. */
async function listenOn(port: number): Promise<void> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  server.close();
  await once(server, "close");
}

/** How many files and sockets this process has open; nothing on systems that do not tell. */
function descriptors(): number {
  return process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
}
