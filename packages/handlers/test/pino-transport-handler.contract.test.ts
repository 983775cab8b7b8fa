import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testContract } from "../../eventlog/test/support/contract.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { PinoTransportHandler } from "../src/index.js";

const crashing = fileURLToPath(new URL("transports/crashing-transport.js", import.meta.url));

testContract("PinoTransportHandler", {
  level: "delivered",
  create() {
    const folder = temporaryFolder();
    const file = join(folder, "event.log");
    const broken = join(folder, "broken");
    const make = () =>
      new PinoTransportHandler({
        target: crashing,
        options: { file, broken },
        spool: join(folder, "spool"),
        retryDelay: 5,
        maxRetryDelay: 5,
      });
    return {
      handler: make(),
      reopen: make,
      read: async () => (existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : []),
      break: () => writeFileSync(broken, "before"),
      mend: () => rmSync(broken),
    };
  },
});
