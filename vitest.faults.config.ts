import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

/** The faults with their full counts, which takes hours: `npm run test:faults`, or a share: `DAYBOOK_FAULTS=0.05`. */
export default mergeConfig(
  defineConfig({ resolve: base.resolve ?? {} }),
  defineConfig({
    test: {
      include: [
        "test/faults/**/*.test.ts",
        "packages/eventlog/test/spool/spool.damage.test.ts",
        "packages/server/test/services/kernels/many-kernels.test.ts",
      ],
      globalSetup: ["test/faults/support/install-tools.ts"],
      reporters: ["default", "./test/faults/support/table-reporter.ts"],
      env: { DAYBOOK_FAULTS: process.env.DAYBOOK_FAULTS ?? "1" },
      // Each fault has the machine for itself.
      fileParallelism: false,
    },
  }),
);
