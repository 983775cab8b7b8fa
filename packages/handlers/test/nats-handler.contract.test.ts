import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { testContract } from "../../eventlog/test/support/contract.js";
import { NatsHandler } from "../src/nats-handler.js";
import { FakeNatsServer } from "./support/fake-nats-server.js";

testContract("NatsHandler", {
  level: "delivered",
  async create() {
    const server = await FakeNatsServer.start();
    const spool = temporaryFolder();
    const make = () => new NatsHandler({ servers: server.url, spool, retryDelay: 5, maxRetryDelay: 5 });
    return {
      handler: make(),
      reopen: make,
      read: async () => server.lines,
      break: () => server.stop(),
      mend: () => server.listen(),
    };
  },
});
