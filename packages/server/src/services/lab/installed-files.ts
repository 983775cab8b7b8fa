import { stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { send } from "@fastify/send";
import type { FastifyReply, FastifyRequest } from "fastify";
import { contentType } from "mime-types";
import { notSent } from "../files/not-sent.js";
import { serverError } from "../../errors.js";

/** A year: as good as for ever, and the most that caches take. */
const forEver = "private, max-age=31536000, immutable";

/**
 * Sends one of the files that are installed with JupyterLab or an extension. Links among them are followed: extensions
 * under development are linked to where they are written, and nobody can make one through the server.
 *
 * @param roots the folders that may have it, the first of which does
 * @param path below one of them, as the client has it
 * @throws {ServerError} `not-found` where none has it, or the path leads out of them
 */
export async function sendInstalledFile(
  request: FastifyRequest,
  reply: FastifyReply,
  roots: readonly string[],
  path: string,
): Promise<FastifyReply> {
  const file = await findInstalledFile(roots, path);
  if (file === undefined) throw serverError("not-found");
  const name = basename(file);
  const found = await send(request.raw, encodeURIComponent(name), {
    root: dirname(file),
    index: false,
    contentType: false,
    cacheControl: false,
  });
  if (found.type !== "file") throw notSent(found.statusCode);
  return reply
    .code(found.statusCode)
    .headers(found.headers)
    .header("content-type", contentType(name) || "application/octet-stream")
    .header("cache-control", hasHash(name) ? forEver : "no-cache")
    .send(found.stream);
}

/** The path of the file in the first of the folders that has it; undefined where none has. */
export async function findInstalledFile(roots: readonly string[], path: string): Promise<string | undefined> {
  if (!isPlain(path)) return undefined;
  for (const root of roots) {
    const file = join(root, ...path.split("/"));
    // An error, too, means that it cannot be sent.
    if ((await stat(file).catch(() => undefined))?.isFile()) return file;
  }
  return undefined;
}

/** True where no name in it means another folder, on any system, or hides something. */
function isPlain(path: string): boolean {
  return path
    .split("/")
    .every((name) => name !== "" && !name.startsWith(".") && !/[\\:\0]/.test(name) && !name.includes(sep));
}

/** Bundlers name a file by its contents: under such a name there is never anything else. */
function hasHash(name: string): boolean {
  return /(^|\.)[0-9a-f]{16,}\./.test(name);
}
