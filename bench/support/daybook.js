import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { small } from "./events.js";
import { start } from "./programs.js";

const program = fileURLToPath(new URL("../../packages/daybook/bin/daybook.js", import.meta.url));

/** An event of the small schema as it is posted. */
export const postedEvent = { schema: small.schema.$id, version: 1, event: small.event };

/**
 * Starts Daybook, which records events of the small schema into a file in a folder.
 *
 * @param options.fsync of the file. Default: `never`, so that an answer says what a rival's does: it is written
 * @param options.ack how far an event comes before it is answered
 */
export async function startDaybook(folder, { fsync = "never", ack = "durable" } = {}) {
  writeFileSync(join(folder, "small.json"), JSON.stringify(small.schema));
  const configuration = {
    EventLog: {
      handlers: [{ class: "FileHandler", filename: `daybook-${ack}.log`, fsync }],
      schema_paths: ["small.json"],
      allowed_schemas: [small.schema.$id],
    },
    ServerApp: { token: "bench", ack },
  };
  const file = join(folder, `daybook-${ack}.json`);
  writeFileSync(file, JSON.stringify(configuration));
  const { match, stop } = await start(process.execPath, [program, "serve", "--config", file, "--port", "0"], {
    ready: /listening at (\S+)\?/,
  });
  return { url: match[1], headers: { authorization: "token bench" }, stop };
}
