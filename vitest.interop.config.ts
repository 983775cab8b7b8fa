import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

/** Daybook beside the programs it is to be compatible with: `npm run test:interop`. */
export default mergeConfig(
  defineConfig({ resolve: base.resolve ?? {} }),
  defineConfig({
    test: {
      include: ["test/interop/**/*.test.ts"],
      globalSetup: ["test/interop/support/global-setup.ts"],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  }),
);
