import { expect, test } from "vitest";
import { type EventRecord, RetryLater, SpooledHandler } from "../../src/index.js";
import { type HandlerHarness, handlerContract } from "../../src/testing/handler-contract.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { testContract } from "../support/contract.js";
import { FakeDestination } from "../support/fake-destination.js";

function harnessOf(Class: new (..._: ConstructorParameters<typeof SpooledHandler>) => SpooledHandler) {
  return {
    level: "delivered",
    create() {
      const destination = new FakeDestination();
      const spool = temporaryFolder();
      const make = () => new Class(destination, { spool, retryDelay: 5, maxRetryDelay: 5 });
      return {
        handler: make(),
        reopen: make,
        read: async () => destination.lines,
        break() {
          destination.before = () => {
            throw new RetryLater("it is away");
          };
        },
        mend() {
          destination.before = () => {};
        },
      };
    },
  } satisfies HandlerHarness;
}

testContract("SpooledHandler", harnessOf(SpooledHandler));

/** Each breaks one of the promises that only handlers with a spool make. */
const offenders = {
  C22: class extends SpooledHandler {
    override async keep(record: EventRecord) {
      await super.keep(record);
      await this.flush("delivered");
    }
  },
  C23: class extends SpooledHandler {
    override keep(record: EventRecord) {
      return super.keep(record, "durable");
    }
  },
  C24: class extends SpooledHandler {
    constructor(...[destination, options]: ConstructorParameters<typeof SpooledHandler>) {
      super(destination, { ...options, spool: temporaryFolder() });
    }
  },
};

test.each(Object.entries(offenders))("who breaks %s is caught", async (clause, Class) => {
  const check = handlerContract(harnessOf(Class)).find(({ name }) => name.startsWith(`${clause} `));
  await expect(check?.run()).rejects.toThrow();
});
