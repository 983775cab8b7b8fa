import { PostgresHandler } from "../src/index.js";
import { testContract } from "../../eventlog/test/support/contract.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { FakePostgres } from "./support/fake-postgres.js";

testContract("PostgresHandler", {
  level: "delivered",
  async create() {
    const server = await FakePostgres.start();
    const spool = temporaryFolder();
    const make = () => new PostgresHandler({ ...server.address, spool, retryDelay: 5, maxRetryDelay: 5 });
    return {
      handler: make(),
      reopen: make,
      read: async () => server.lines,
      break: () => server.goAway(),
      mend: () => server.comeBack(),
      dispose: () => server.close(),
    };
  },
});
