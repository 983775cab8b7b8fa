import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { testKernelspec } from "../support/test-kernel.js";
import { writeFiles } from "../support/temporary-folder.js";
import { serviceDifferences } from "./differences/services.js";
import { kernelScenarios } from "./scenarios/services/kernels.js";
import { otherServiceScenarios } from "./scenarios/services/others.js";
import { sessionScenarios } from "./scenarios/services/sessions.js";
import { DifferenceTable, inWords } from "./support/difference-table.js";
import { runScenario } from "./support/run-scenario.js";
import { type Side, startDaybook, startJupyter } from "./support/servers.js";

const table = new DifferenceTable(serviceDifferences);
let folder: string;
let jupyter: Side;
let daybook: Side;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daybook-interop-"));
  writeFiles(folder, {
    "share/kernels/test/kernel.json": JSON.stringify(testKernelspec()),
    "share/kernels/test/logo-64x64.png": "not much of a picture",
    "share/kernels/test/kernel.js": "define(() => {});",
  });
  const environment = (side: string) => ({
    JUPYTER_PATH: join(folder, "share"),
    JUPYTER_CONFIG_DIR: join(folder, side, "own"),
    JUPYTER_RUNTIME_DIR: join(folder, side, "own"),
    HOME: join(folder, side, "own"),
    SHELL: "/bin/sh",
  });
  [jupyter, daybook] = await Promise.all([
    startJupyter(inject("python"), join(folder, "jupyter"), ["jupyter_server_terminals"], {
      environment: environment("jupyter"),
      args: [
        "--KernelSpecManager.allowed_kernelspecs=['test']",
        "--KernelSpecManager.ensure_native_kernel=False",
        "--MultiKernelManager.default_kernel_name=test",
      ],
    }),
    startDaybook(
      join(folder, "daybook"),
      {},
      {
        environment: environment("daybook"),
        sections: {
          KernelSpecManager: { allowed_kernelspecs: ["test"] },
          MappingKernelManager: { default_kernel_name: "test" },
        },
      },
    ),
  ]);
});

afterAll(async () => {
  await Promise.all([jupyter?.stop(), daybook?.stop()]);
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe("The services of Daybook answer as those of jupyter_server do, but for the listed differences:", () => {
  for (const scenario of [...kernelScenarios, ...sessionScenarios, ...otherServiceScenarios]) {
    test(scenario.name, async () => {
      const found = await runScenario(scenario, { jupyter, daybook });
      const unlisted = found.filter((each) => !table.lists(each));
      if (unlisted.length > 0)
        expect.fail(`differences that are not listed:\n\n${unlisted.map(inWords).join("\n")}`);
    });
  }
});

// Only known once all scenarios have run, which a filter by name prevents.
test("every listed difference of the services is still there", ({ task, skip }) => {
  const others = task.file.tasks.flatMap((each) => (each.type === "suite" ? each.tasks : []));
  if (others.some(({ mode }) => mode === "skip")) skip("not all scenarios have run");
  expect(table.unused()).toEqual([]);
});
