import { EventLog, type EventLogOptions, MemoryHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { afterEach } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { testKernels } from "../../../../test/support/test-kernel.js";
import { createApplication, type RunningServer, type ServerOptions, startServer } from "../../src/index.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export const token = "the-token-of-the-tests";

/**
 * A folder to serve, a log with the shipped schemas that records into memory, and the options of a server on both. It
 * has no kernels, and configuration and data of its own: those of this machine are none of the tests' business.
 */
export async function testOptions(logOptions: EventLogOptions = {}) {
  const rootDir = temporaryFolder();
  const memory = new MemoryHandler();
  const log = new EventLog({ handlers: [memory], ...logOptions });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  const configDir = temporaryFolder();
  const jupyterPaths = { config: [configDir], configDir, dataDir: temporaryFolder() };
  return { memory, log, rootDir, token, port: 0, kernels: testKernels({}).kernels, jupyterPaths };
}

/** An application to call with `inject`. */
export async function testApplication(options: ServerOptions) {
  const app = await createApplication(options);
  cleanups.push(() => app.close());
  return app;
}

/** A server that listens on a free port. */
export async function testServer(options: ServerOptions): Promise<RunningServer> {
  const server = await startServer({ ...options, port: 0 });
  cleanups.push(() => server.close());
  return server;
}
