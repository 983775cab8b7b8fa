import { onTestFinished } from "vitest";
import { KafkaBroker } from "../../support/kafka-broker.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { until } from "../support/until.js";
import { type DestinationKind, tempo } from "./destination.js";

const topic = "events";

/** A topic with one partition, as only those are in order. The broker knows a batch that comes again by its number. */
export const kafka: DestinationKind = {
  name: "KafkaHandler",
  async start(_, options = {}, through) {
    const broker = await KafkaBroker.start(temporaryFolder(), through === undefined ? {} : { through });
    onTestFinished(() => broker.kill());
    await broker.createTopic(topic);
    return {
      port: broker.port,
      handlerAt: (port) => ({
        class: "KafkaHandler",
        brokers: `127.0.0.1:${port}`,
        topic,
        ...tempo,
        ...options,
      }),
      has: (count) => until(async () => (await broker.count(topic)) >= count),
      lines: async () => (await broker.read(topic)).map(({ line }) => line),
      kill: () => broker.kill(),
      restart: () => broker.start(),
      freeze: () => broker.signal("SIGSTOP"),
      thaw: () => broker.signal("SIGCONT"),
    };
  },
};
