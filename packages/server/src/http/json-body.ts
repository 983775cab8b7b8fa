import type { FastifyInstance } from "fastify";
import { serverError } from "../errors.js";
import { jsonExcess, maximumBodyDepth } from "../json-limits.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Hands every body on as it came. Real clients send JSON as `text/plain`, and `Content-Type: application/json` with no
 * body at all, so what the header says is not asked: only a route that streams its body may look at `bodyType`.
 */
export function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.decorateRequest("bodyType", "");
  app.addHook("onRequest", async (request) => {
    request.bodyType = request.headers["content-type"] ?? "";
    delete request.headers["content-type"];
  });
}

/** Hands the bodies of a plugin's routes on as they arrive. Fastify limits their size no more. */
export function streamBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, body, done) => done(null, body));
}

/**
 * Reads a body as JSON; `undefined` for an empty one.
 *
 * @throws {ServerError} `not-json` where it is not UTF-8, not JSON, or nested too deep, `too-large` where it would
 *   fill the memory
 */
export function readJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  const text = decodeText(body);
  refuseExcess(body);
  return parseJson(text);
}

/**
 * Reads a text as JSON, with the same limits.
 *
 * @throws {ServerError} as `readJson` does
 */
export function readJsonText(text: string): unknown {
  // Most texts are shorter than what could be too deep.
  if (text.length > maximumBodyDepth) refuseExcess(Buffer.from(text));
  return parseJson(text);
}

/** The text of a body, without a byte order mark. @throws {ServerError} `not-json` where it is not UTF-8 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw serverError("not-json", "The body is not UTF-8");
  }
}

function refuseExcess(bytes: Buffer): void {
  const excess = jsonExcess(bytes, maximumBodyDepth);
  if (excess === "depth")
    throw serverError("not-json", `The body is nested deeper than ${maximumBodyDepth} levels`);
  if (excess === "parts")
    throw serverError("too-large", "The body holds more objects and lists than can be read");
}

function parseJson(text: string): unknown {
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

declare module "fastify" {
  interface FastifyRequest {
    /** The content type of the body as the client has it. */
    bodyType: string;
  }
}
