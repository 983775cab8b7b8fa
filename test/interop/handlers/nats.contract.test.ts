import { NatsHandler } from "@daybook/handlers";
import { testContract } from "../../../packages/eventlog/test/support/contract.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { NatsProcess } from "../../support/nats-process.js";

testContract("NatsHandler with a nats-server", {
  level: "delivered",
  async create() {
    const server = await NatsProcess.start();
    const spool = temporaryFolder();
    const make = () => new NatsHandler({ servers: server.address, spool, retryDelay: 5, maxRetryDelay: 50 });
    return {
      handler: make(),
      reopen: make,
      read: async () => (await server.read()).map(({ line }) => line),
      break: () => server.kill(),
      mend: () => server.start(),
    };
  },
});
