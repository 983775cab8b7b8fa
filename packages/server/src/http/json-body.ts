import type { FastifyInstance } from "fastify";
import { serverError } from "../errors.js";
import { jsonExcess, maximumBodyDepth } from "../json-limits.js";

/**
 * Hands every body on as it came. Real clients send JSON as `text/plain`, and `Content-Type: application/json` with no
 * body at all, so what the header says is not asked.
 */
export function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", async (request) => {
    delete request.headers["content-type"];
  });
}

/**
 * Reads a body as JSON; `undefined` for an empty one.
 *
 * @throws {ServerError} `not-json` where it is not UTF-8, not JSON, or nested too deep, `too-large` where it would
 *   fill the memory
 */
export function readJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw serverError("not-json", "The body is not UTF-8");
  }
  const excess = jsonExcess(body, maximumBodyDepth);
  if (excess === "depth")
    throw serverError("not-json", `The body is nested deeper than ${maximumBodyDepth} levels`);
  if (excess === "parts")
    throw serverError("too-large", "The body holds more objects and lists than can be read");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw serverError("not-json", `The body is not JSON${placeOf(error)}`);
  }
}

/** V8 quotes the body in its message, so only the position is taken from it. */
function placeOf(error: unknown): string {
  const position = /at position (\d+)/.exec((error as Error).message);
  return position === null ? "" : ` (at character ${position[1]})`;
}
