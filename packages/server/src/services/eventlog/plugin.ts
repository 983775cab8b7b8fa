import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { unpackedBody } from "../../http/content-encoding.js";
import { inOurWords } from "../../http/error-replies.js";
import { readJson, streamBodies } from "../../http/json-body.js";
import type { CompleteServerOptions } from "../../options.js";
import { readAck } from "./ack.js";
import { Items } from "./batch/items.js";
import { recordBatch } from "./batch/record-batch.js";
import { describeForApi } from "./description.js";
import { readPostedEvent } from "./posted-event.js";
import type { Recording } from "./recording.js";
import type { Admission } from "./sender.js";

/** What the service needs to know, whoever has it. */
export type EventlogOptions = Pick<CompleteServerOptions, "log" | "maxEventSize" | "report">;

/** What the sender of a request may post. Default: everything, as it is. */
type AdmissionFor = (request: FastifyRequest) => Admission;

/** `POST /api/eventlog` takes events of other programs and browsers; `GET /api/eventlog/schemas` says which. */
export function eventlogService(
  app: FastifyInstance,
  options: EventlogOptions,
  recording: Recording,
  admissionFor: AdmissionFor = () => (event) => event,
): void {
  const { log, maxEventSize } = options;
  app.post(
    "/api/eventlog",
    { config: { access: "api" }, bodyLimit: maxEventSize },
    async (request, reply) => {
      const ack = readAck(request.query);
      await recording.record(admissionFor(request)(readPostedEvent(readJson(request.body))), ack);
      return reply.code(204).send();
    },
  );

  app.get("/api/eventlog/schemas", { config: { access: "api" } }, async () =>
    describeForApi(log.describeSchemas()),
  );

  app.register(async (below) => batchRoute(below, recording, options, admissionFor));
}

/** `POST /api/eventlog/batch` takes many events at once, of whatever size together. */
function batchRoute(
  app: FastifyInstance,
  recording: Recording,
  { maxEventSize, report }: EventlogOptions,
  admissionFor: AdmissionFor,
): void {
  streamBodies(app);
  app.post<{ Body: Readable | undefined }>(
    "/api/eventlog/batch",
    { config: { access: "api" } },
    async (request, reply) => {
      const ack = readAck(request.query);
      const body = unpackedBody(request.raw, request.body ?? Readable.from([]));
      const items = new Items(maxEventSize, request.bodyType);
      const batch = await recordBatch(recording, body, items, { ack, admit: admissionFor(request) });
      if (batch.internal !== undefined) report(`events of a batch failed: ${inOurWords(batch.internal)}`);
      const { status, retryAfter, body: answer } = batch.answer();
      if (retryAfter !== undefined) reply.header("retry-after", retryAfter);
      return reply.code(status).send(answer);
    },
  );
}
