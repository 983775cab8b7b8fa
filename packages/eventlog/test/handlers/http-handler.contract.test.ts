import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { HTTPHandler } from "../../src/index.js";
import { testContract } from "../support/contract.js";
import { RecordingServer } from "../support/recording-server.js";

testContract("HTTPHandler", {
  level: "delivered",
  async create() {
    const server = await RecordingServer.start();
    const spool = temporaryFolder();
    const make = () =>
      new HTTPHandler({ url: server.url, gzip: true, spool, retryDelay: 5, maxRetryDelay: 5 });
    return {
      handler: make(),
      reopen: make,
      read: async () => server.lines,
      break: () => server.goAway(),
      mend: () => server.comeBack(),
      dispose: () => server.goAway(),
    };
  },
});
