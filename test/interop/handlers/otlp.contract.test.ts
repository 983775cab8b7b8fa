import { OtlpHandler } from "@daybook/handlers";
import { handlerContract } from "daybook/testing";
import { describe, inject, test } from "vitest";
import { lineOf } from "../../../packages/handlers/test/support/fake-receiver.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { OtlpReceiver } from "../support/otlp-receiver.js";

/** Protobuf has no half of a surrogate pair; what becomes of one is tested in otlp.test.ts. */
const notForProtobuf = "C5 ";

describe("OtlpHandler keeps the handler contract with the published protobufs", () => {
  const checks = handlerContract({
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
  });
  for (const { name, skip, run } of checks) {
    if (!name.startsWith(notForProtobuf)) test.skipIf(skip !== undefined)(name, run);
  }
});
