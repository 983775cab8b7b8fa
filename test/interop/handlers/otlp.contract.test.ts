import { OtlpHandler } from "@daybook/handlers";
import { testContract } from "../../../packages/eventlog/test/support/contract.js";
import { inject } from "vitest";
import { lineOf } from "../../../packages/handlers/test/support/fake-receiver.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { OtlpReceiver } from "../support/otlp-receiver.js";

testContract(
  "OtlpHandler with the published protobufs",
  {
    level: "delivered",
    async create() {
      const receiver = await OtlpReceiver.start(inject("python"));
      const spool = temporaryFolder();
      const make = () => new OtlpHandler({ url: receiver.url, spool, retryDelay: 5, maxRetryDelay: 5 });
      return {
        handler: make(),
        reopen: make,
        read: async () => receiver.received.map(({ record }) => lineOf(record)),
        break: () => receiver.kill(),
        mend: () => receiver.restart(),
      };
    },
  },
  { C5: "protobuf has no half of a surrogate pair: see otlp.test.ts" },
);
