import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Daybook } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

/** The configuration of an example. */
export function exampleFile(name: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url)), "utf8");
}

/** A `daybook gateway` on a free port, with a configuration that writes `event.log`. */
export async function startGatewayServer(configuration: string, upstream: string) {
  const folder = temporaryFolder();
  await writeFile(join(folder, "daybook.yaml"), configuration);
  const run = new Daybook(["gateway", "--port", "0", "--upstream", upstream], { cwd: folder });
  const { href: url } = await run.address();
  const stop = async (): Promise<number | null> => {
    run.signal("SIGTERM");
    return run.ended();
  };
  return { url, log: join(folder, "event.log"), stop };
}
