import type { FastifyReply, FastifyRequest } from "fastify";
import { serverError } from "../../errors.js";
import { optionalString, readJsonObject } from "../../http/json-object.js";
import type { ContentsManager } from "./manager.js";
import type { ContentsModel } from "./model.js";
import { readContentsQuery } from "./query.js";

/** What each method does with a contents path. */
export class ContentsRoutes {
  readonly #manager: ContentsManager;
  readonly #baseUrl: string;

  constructor(manager: ContentsManager, baseUrl: string) {
    this.#manager = manager;
    this.#baseUrl = baseUrl;
  }

  async get(path: string, request: FastifyRequest, reply: FastifyReply) {
    return dated(await this.#manager.get(path, readContentsQuery(request.query)), reply);
  }

  /** Creates an untitled file in a folder, or copies a file into it. */
  async post(path: string, request: FastifyRequest, reply: FastifyReply) {
    const body = readJsonObject(request);
    const copyFrom = optionalString(body, "copy_from") ?? "";
    const model =
      copyFrom === ""
        ? await this.#manager.newUntitled(path, untitledOptions(body))
        : await this.#manager.copy(copyFrom, path);
    return this.#created(model, reply);
  }

  /** Saves or uploads; without a body, creates an untitled file in a folder, as Jupyter does. */
  async put(path: string, request: FastifyRequest, reply: FastifyReply) {
    const body = readJsonObject(request);
    if (Object.keys(body).length === 0)
      return this.#created(await this.#manager.newUntitled(path, {}), reply);
    if (body.copy_from) throw serverError("bad-request", "Copying takes POST, not PUT");
    const { model, created } = await this.#manager.save(path, body);
    return created ? this.#created(model, reply) : this.#located(model, reply);
  }

  async patch(path: string, request: FastifyRequest, reply: FastifyReply) {
    const body = readJsonObject(request);
    const newPath = optionalString(body, "path");
    if (newPath === undefined) throw serverError("bad-request", "'path', the new path, is a required field");
    return this.#located(await this.#manager.rename(path, newPath), reply);
  }

  async delete(path: string, _request: FastifyRequest, reply: FastifyReply) {
    await this.#manager.delete(path);
    return reply.code(204).send();
  }

  /** Front ends ask for this when a person trusts a notebook. */
  async trust(path: string, reply: FastifyReply) {
    await this.#manager.trust(path);
    return reply.code(201).send();
  }

  #created(model: ContentsModel, reply: FastifyReply): ContentsModel {
    reply.code(201);
    return this.#located(model, reply);
  }

  /** Says where the file is now; Jupyter does so also where it has been before. */
  #located(model: ContentsModel, reply: FastifyReply): ContentsModel {
    const location = model.path.split("/").map(encodeURIComponent).join("/");
    reply.header("location", `${this.#baseUrl}api/contents/${location}`);
    return dated(model, reply);
  }
}

function dated(model: ContentsModel, reply: FastifyReply): ContentsModel {
  reply.header("last-modified", new Date(model.last_modified).toUTCString());
  return model;
}

function untitledOptions(body: Record<string, unknown>): { type?: string; ext?: string } {
  const type = optionalString(body, "type");
  const ext = optionalString(body, "ext");
  return { ...(type === undefined ? {} : { type }), ...(ext === undefined ? {} : { ext }) };
}
