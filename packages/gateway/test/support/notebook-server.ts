import { EventLog } from "@daybook/eventlog";
import { createApplication } from "@daybook/server";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

export const token = "the-token-of-the-tests";

/** A notebook server of ours that records nothing itself. @returns its address with the base URL */
export async function notebookServer(baseUrl = "/"): Promise<string> {
  const app = await createApplication({
    log: new EventLog(),
    rootDir: temporaryFolder(),
    jupyterPaths: { config: [], configDir: temporaryFolder(), dataDir: temporaryFolder() },
    token,
    baseUrl,
    report: () => {},
  });
  onTestFinished(() => app.close());
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as { port: number };
  return `http://127.0.0.1:${port}${baseUrl}`;
}
