import { OtlpHandler } from "../src/index.js";
import { testContract } from "../../eventlog/test/support/contract.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { FakeReceiver } from "./support/fake-receiver.js";

testContract("OtlpHandler", {
  level: "delivered",
  async create() {
    const receiver = await FakeReceiver.start();
    const { url } = receiver;
    const spool = temporaryFolder();
    const make = () => new OtlpHandler({ url, encoding: "json", spool, retryDelay: 5, maxRetryDelay: 5 });
    return {
      handler: make(),
      reopen: make,
      read: async () => receiver.lines,
      break() {
        receiver.answer = () => ({ status: 503 });
      },
      mend() {
        receiver.answer = () => ({ status: 200 });
      },
      dispose: () => receiver.close(),
    };
  },
});
