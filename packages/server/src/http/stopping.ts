import type { FastifyInstance } from "fastify";
import { serverError } from "../errors.js";

/** After how many seconds another server may have taken over. */
const retryAfter = 5;

/** Requests that come while the server stops, on connections that are still open, are told to come again. */
export function refuseWhileStopping(app: FastifyInstance): void {
  let stopping = false;
  app.addHook("preClose", async () => {
    stopping = true;
  });
  app.addHook("onRequest", async () => {
    if (stopping) throw serverError("stopping", undefined, { retryAfter });
  });
}
