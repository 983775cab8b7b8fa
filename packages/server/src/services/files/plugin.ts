import { once } from "node:events";
import { ReadStream } from "node:fs";
import { basename, dirname } from "node:path";
import { send } from "@fastify/send";
import type { FastifyInstance } from "fastify";
import { contentType } from "mime-types";
import type { ContentsManager } from "../contents/manager.js";
import { mimeTypeOf } from "../contents/model.js";
import { notSent } from "./not-sent.js";
import { type Place, requireBelowRoot } from "../files-on-disk/paths.js";
import { asServerError } from "../files-on-disk/system-error.js";

/** Files as they are, for links, images and downloads: `/files/{path}`, with `?download=1` to save them. */
export function filesService(app: FastifyInstance, contents: ContentsManager): void {
  app.get("/files/*", { config: { access: "page", observed: "when-sent" } }, async (request, reply) => {
    const place = await contents.locateFile((request.params as { "*": string })["*"]);
    const name = basename(place.target);
    // Paths are checked by the contents manager, hidden ones too; the library only streams what was found.
    const found = await send(request.raw, encodeURIComponent(name), {
      root: dirname(place.target),
      dotfiles: "allow",
      index: false,
      contentType: false,
      cacheControl: false,
    });
    if (found.type !== "file") throw notSent(found.statusCode);
    if (found.stream instanceof ReadStream) await requireSame(found.stream, place);
    reply.code(found.statusCode).headers(found.headers);
    reply.header("content-type", typeOf(name));
    reply.header("cache-control", "no-cache");
    // A file may hold anything; in a browser it gets an origin of its own, without our cookies.
    reply.header("content-security-policy", "frame-ancestors 'self'; sandbox allow-scripts");
    const { download } = request.query as { download?: unknown };
    if (download !== undefined && download !== "0") reply.header("content-disposition", attachment(name));
    return reply.send(found.stream);
  });
}

/** Waits until the file is open, and sends nothing of one that is not where it was found. */
async function requireSame(stream: ReadStream, place: Place): Promise<void> {
  try {
    const [descriptor] = await once(stream, "open");
    await requireBelowRoot(descriptor, place);
  } catch (error) {
    stream.destroy();
    throw asServerError(error, place.path);
  }
}

function typeOf(name: string): string {
  return contentType(mimeTypeOf(name) ?? "") || "application/octet-stream";
}

/** RFC 6266: the name in UTF-8, percent-encoded, so that any name is one. */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}
