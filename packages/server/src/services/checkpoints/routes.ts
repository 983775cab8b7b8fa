import type { FastifyReply } from "fastify";
import type { CheckpointsManager } from "./manager.js";

/** What each method does with the checkpoints of a file. */
export class CheckpointsRoutes {
  readonly #manager: CheckpointsManager;
  readonly #baseUrl: string;

  constructor(manager: CheckpointsManager, baseUrl: string) {
    this.#manager = manager;
    this.#baseUrl = baseUrl;
  }

  async list(path: string) {
    return this.#manager.list(path);
  }

  async create(path: string, reply: FastifyReply) {
    const checkpoint = await this.#manager.create(path);
    const file = path.split("/").map(encodeURIComponent).join("/");
    const location = `${this.#baseUrl}api/contents/${file}/checkpoints/${encodeURIComponent(checkpoint.id)}`;
    reply.code(201).header("location", location);
    return checkpoint;
  }

  async restore(path: string, id: string, reply: FastifyReply) {
    await this.#manager.restore(path, id);
    return reply.code(204).send();
  }

  async delete(path: string, id: string, reply: FastifyReply) {
    await this.#manager.delete(path, id);
    return reply.code(204).send();
  }
}
