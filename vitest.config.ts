import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string) => fileURLToPath(new URL(`packages/${name}/src/index.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read the sources, so that a failure points at the line that was written; programs they start run the build.
    alias: {
      "@daybook/eventlog": source("eventlog"),
      "@daybook/notebook-events": source("notebook-events"),
      "@daybook/server": source("server"),
      daybook: source("daybook"),
    },
  },
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
