import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { testContract } from "../../eventlog/test/support/contract.js";
import { KafkaHandler } from "../src/kafka-handler.js";
import { FakeKafkaBroker } from "./support/fake-kafka-broker.js";

testContract("KafkaHandler", {
  level: "delivered",
  async create() {
    const broker = await FakeKafkaBroker.start();
    const spool = temporaryFolder();
    const options = { topic: "events", spool, retryDelay: 5, maxRetryDelay: 5 };
    const make = () => new KafkaHandler({ brokers: broker.address, ...options });
    return {
      handler: make(),
      reopen: make,
      read: async () => broker.lines,
      break: () => broker.stop(),
      mend: () => broker.listen(),
    };
  },
});
