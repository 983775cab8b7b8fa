import type { FastifyInstance } from "fastify";
import { readJson } from "../../http/json-body.js";
import type { CompleteServerOptions } from "../../options.js";
import { describeForApi } from "./description.js";
import { readPostedEvent } from "./posted-event.js";
import { recordPostedEvent } from "./recording.js";

/** `POST /api/eventlog` takes events of other programs and browsers; `GET /api/eventlog/schemas` says which. */
export function eventlogService(app: FastifyInstance, { log, maxEventSize }: CompleteServerOptions): void {
  app.post(
    "/api/eventlog",
    { config: { access: "api" }, bodyLimit: maxEventSize },
    async (request, reply) => {
      await recordPostedEvent(log, readPostedEvent(readJson(request.body)));
      return reply.code(204).send();
    },
  );

  app.get("/api/eventlog/schemas", { config: { access: "api" } }, async () =>
    describeForApi(log.describeSchemas()),
  );
}
