import type { TestProject } from "vitest/node";
import { kafkaJars } from "../../support/kafka-jars.js";
import { natsServer } from "../../support/nats-program.js";
import { installChromium } from "./chromium.js";
import { pythonEnvironment } from "./python-environment.js";

/** Makes what all interop tests need before the first begins, so that no test waits for an installation. */
export default async function setup(project: TestProject): Promise<void> {
  natsServer();
  kafkaJars();
  await installChromium();
  project.provide("python", await pythonEnvironment());
}

declare module "vitest" {
  interface ProvidedContext {
    /** The interpreter that has jupyter_server, nbformat, JupyterLab and ipykernel. */
    python: string;
  }
}
