import type { FastifyInstance, FastifyRequest } from "fastify";
import { readJson } from "../../http/json-body.js";
import type { CompleteServerOptions } from "../../options.js";
import type { Recording } from "../eventlog/recording.js";
import { readEmittedEvent } from "./posted-event.js";
import { readWish } from "./subscribe-query.js";
import { Subscriber } from "./subscriber.js";
import { Subscriptions } from "./subscriptions.js";

/** How many bytes a subscriber may be behind. */
const bound = 1024 * 1024;

/**
 * Jupyter's events service: `POST /api/events` takes the events of front ends, `WS /api/events/subscribe` passes on what
 * happens.
 */
export function eventsService(
  app: FastifyInstance,
  { log, maxEventSize }: CompleteServerOptions,
  recording: Recording,
): void {
  const subscriptions = new Subscriptions(log);
  app.addHook("onClose", async () => subscriptions.close());

  app.post("/api/events", { config: { access: "api" }, bodyLimit: maxEventSize }, async (request, reply) => {
    await recording.offer(readEmittedEvent(readJson(request.body)));
    return reply.code(204).send();
  });

  const wishOf = (request: FastifyRequest) => readWish(request.query, log);
  app.get(
    "/api/events/subscribe",
    {
      websocket: true,
      config: { access: "api" },
      // Before the upgrade, so that what is wrong is told as an answer.
      preValidation: async (request) => void wishOf(request),
    },
    (socket, request) => {
      const subscriber = new Subscriber(socket, request.raw.socket, bound, subscriptions.last);
      socket.once("close", subscriptions.add(subscriber, wishOf(request)));
    },
  );
}
