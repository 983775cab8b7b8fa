import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { serverError } from "../errors.js";

/** How much of an unpacked body comes at once, in bytes. */
const portion = 64 * 1024;

/**
 * A streamed body as it was before `Content-Encoding`: nothing or gzip. It is unpacked as fast as it is read, so that
 * it never stands in memory, however large it becomes.
 *
 * @throws {ServerError} `unknown-encoding` at once for any other; `bad-request` while it is read, where it is broken
 */
export function unpackedBody(request: IncomingMessage, body: Readable): AsyncIterable<Buffer> {
  const encoding = request.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity") return pieces(body);
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    throw serverError("unknown-encoding", "The body may be packed with gzip, and with nothing else");
  }
  const gunzip = createGunzip({ chunkSize: portion });
  // A pipe passes no errors on.
  body.on("error", (error) => gunzip.destroy(error));
  // What still comes of a broken body is let run out, so that the answer can be read.
  gunzip.on("error", () => body.resume());
  return pieces(body.pipe(gunzip));
}

async function* pieces(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (cause) {
    throw serverError("bad-request", "The body ended early, or is not gzip as its header says", { cause });
  }
}
