import { NatsProcess } from "../../support/nats-process.js";
import { until } from "../support/until.js";
import { type DestinationKind, tempo } from "./destination.js";

/** A stream of JetStream, which knows a message that comes again by its id. */
export const nats: DestinationKind = {
  name: "NatsHandler",
  async start(_, options = {}) {
    const server = await NatsProcess.start();
    return {
      port: server.port,
      handlerAt: (port) => ({
        class: "NatsHandler",
        servers: `nats://127.0.0.1:${port}`,
        ...tempo,
        ...options,
      }),
      has: (count) => until(async () => (await server.count()) >= count),
      lines: async () => (await server.read()).map(({ line }) => line),
      kill: () => server.kill(),
      restart: () => server.start(),
      freeze: () => server.signal("SIGSTOP"),
      thaw: () => server.signal("SIGCONT"),
    };
  },
};
