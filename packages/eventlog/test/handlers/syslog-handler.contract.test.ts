import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { SysLogHandler } from "../../src/index.js";
import { testContract } from "../support/contract.js";
import { SyslogServer } from "../support/syslog-server.js";

testContract("SysLogHandler", {
  level: "delivered",
  async create() {
    const server = await SyslogServer.start();
    const options = { address: server.address, socktype: "tcp", maxMessage: 8 * 1024 * 1024 } as const;
    const spool = temporaryFolder();
    const make = () => new SysLogHandler({ ...options, spool, retryDelay: 5, maxRetryDelay: 5 });
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
