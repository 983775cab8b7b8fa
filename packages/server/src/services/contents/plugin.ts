import { type ContentsRoute, contentsRoute } from "@daybook/notebook-events";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serverError } from "../../errors.js";
import { pathBelow } from "../../http/observation.js";
import type { CompleteServerOptions } from "../../options.js";
import { checkpointsAnswers } from "../checkpoints/plugin.js";
import type { ContentsManager } from "./manager.js";
import { ContentsRoutes } from "./routes.js";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Answer = (
  route: ContentsRoute & { id?: string },
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<unknown>;

/** What answers each method, for each kind of path below `/api/contents`; any other is 405. */
export type ContentsAnswers = Readonly<Record<ContentsRoute["kind"], Partial<Record<Method, Answer>>>>;

/**
 * Jupyter's contents REST API, with the checkpoints below each file. A path may hold any number of slashes before
 * `/checkpoints`, which no router pattern can say, so one route takes all and reads the path as the observers do.
 */
export function contentsService(
  app: FastifyInstance,
  { baseUrl, maxBodySize }: CompleteServerOptions,
  contents: ContentsManager,
): void {
  const files = new ContentsRoutes(contents, baseUrl);

  const answers: ContentsAnswers = {
    contents: {
      GET: ({ path }, request, reply) => files.get(path, request, reply),
      POST: ({ path }, request, reply) => files.post(path, request, reply),
      PUT: ({ path }, request, reply) => files.put(path, request, reply),
      PATCH: ({ path }, request, reply) => files.patch(path, request, reply),
      DELETE: ({ path }, request, reply) => files.delete(path, request, reply),
    },
    trust: { POST: ({ path }, _request, reply) => files.trust(path, reply) },
    ...checkpointsAnswers(contents.checkpoints, baseUrl),
  };

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const route = contentsRoute(request.method, pathBelow(baseUrl, request.url));
    // What the observers do not know has no address here.
    if (route === undefined) throw serverError("no-route");
    const answer = answers[route.kind][request.method as Method];
    if (answer === undefined) throw serverError("method-not-allowed");
    return answer(route, request, reply);
  };

  for (const url of ["/api/contents", "/api/contents/*"]) {
    app.route({
      method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      url,
      config: { access: "api", observed: true },
      bodyLimit: maxBodySize,
      handler,
    });
  }
}
