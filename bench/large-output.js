// Memory of the server while a kernel writes without end: its peak after 500 MB of output against that after 100 MB, with five
// clients and no limit on output. If outputs were copied for each client, or gathered, it would grow with them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectKernel, installKernels, KernelClient } from "./support/kernel-client.js";
import { report } from "./support/measure.js";
import { start } from "./support/programs.js";

const program = fileURLToPath(new URL("../packages/daybook/bin/daybook.js", import.meta.url));
const portion = 100_000_000;
const name = "peak memory of the server after 500 MB of output to five clients ÷ after 100 MB";

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const { kernelDirs, runtimeDir } = installKernels(folder);
const configuration = {
  EventLog: {
    handlers: [{ class: "FileHandler", filename: "event.log" }],
    allowed_schemas: ["daybook/kernel-executions"],
  },
  ServerApp: { token: "bench" },
  ZMQChannelsWebsocketConnection: { limit_rate: false },
};
const file = join(folder, "daybook.json");
writeFileSync(file, JSON.stringify(configuration));

/** The most memory that a process has ever had, in bytes. Only Linux tells it. */
function peak(pid) {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) * 1024;
}

async function measure() {
  const { match, stop, pid } = await start(
    process.execPath,
    [program, "serve", "--config", file, "--port", "0"],
    {
      ready: /listening at (\S+)\?/,
      env: { JUPYTER_PATH: dirname(kernelDirs[0]), JUPYTER_RUNTIME_DIR: runtimeDir },
    },
  );
  try {
    const { id, client } = await connectKernel(match[1]);
    const others = [];
    for (let other = 0; other < 4; other++) others.push(await KernelClient.to(match[1], id));
    const peaks = [];
    for (let run = 0; run < 5; run++) {
      // Where clients read more slowly than the kernel writes, the server leaves some of it out.
      await client.execute(`output ${portion}`);
      peaks.push(peak(pid));
    }
    for (const one of [client, ...others]) one.close();
    return { name, limit: 1.25, unit: "bytes", ratio: peaks[4] / peaks[0], ours: peaks[4], rival: peaks[0] };
  } finally {
    await stop();
  }
}

try {
  report([process.platform === "linux" ? await measure() : { name, limit: 1.25, missing: "not Linux" }]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
