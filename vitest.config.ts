import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const source = (file: string) => fileURLToPath(new URL(`packages/${file}.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read the sources, so that a failure points at the line that was written; programs they start run the build.
    alias: [
      { find: /^@daybook\/eventlog$/, replacement: source("eventlog/src/index") },
      {
        find: /^@daybook\/eventlog\/interpret-schema$/,
        replacement: source("eventlog/src/interpret-schema"),
      },
      { find: /^@daybook\/eventlog\/testing$/, replacement: source("eventlog/src/testing/handler-contract") },
      { find: /^@daybook\/handlers$/, replacement: source("handlers/src/index") },
      { find: /^@daybook\/notebook-events$/, replacement: source("notebook-events/src/index") },
      { find: /^@daybook\/gateway$/, replacement: source("gateway/src/index") },
      { find: /^@daybook\/server$/, replacement: source("server/src/index") },
      { find: /^daybook$/, replacement: source("daybook/src/index") },
      { find: /^daybook\/testing$/, replacement: source("daybook/src/testing") },
    ],
  },
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    // They have configurations of their own: vitest.interop.config.ts, vitest.faults.config.ts.
    exclude: [...configDefaults.exclude, "test/interop/**", "test/faults/**"],
    testTimeout: 30_000,
    // Most of the time goes to programs that tests start and wait for; by default a core would be left idle.
    maxWorkers: "100%",
  },
});
