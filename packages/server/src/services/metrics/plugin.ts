import type { FastifyInstance } from "fastify";
import type { CompleteServerOptions } from "../../options.js";
import { metricsOf } from "./registry.js";

/** `GET /metrics`: what was recorded and what became of it, in numbers, for Prometheus. */
export function metricsService(app: FastifyInstance, { log }: Pick<CompleteServerOptions, "log">): void {
  const metrics = metricsOf(log);
  app.get("/metrics", { config: { access: "api" } }, async (_request, reply) =>
    reply.header("content-type", metrics.contentType).send(await metrics.metrics()),
  );
}
