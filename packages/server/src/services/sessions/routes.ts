import type { FastifyReply, FastifyRequest } from "fastify";
import { serverError } from "../../errors.js";
import type { SessionManager } from "./manager.js";
import type { SessionModel } from "./session.js";
import { readSessionBody } from "./session-body.js";

/** What each method does with sessions. */
export class SessionsRoutes {
  readonly #sessions: SessionManager;
  readonly #baseUrl: string;

  constructor(sessions: SessionManager, baseUrl: string) {
    this.#sessions = sessions;
    this.#baseUrl = baseUrl;
  }

  list(): SessionModel[] {
    return this.#sessions.list().map((session) => session.model());
  }

  /** The session of a path: 201 also where there was one. */
  async create(request: FastifyRequest, reply: FastifyReply): Promise<SessionModel> {
    const { labels, kernel } = readSessionBody(request);
    const { path, name = "", type } = labels;
    if (path === undefined) throw serverError("bad-request", "'path' is a required field");
    if (type === undefined) throw serverError("bad-request", "'type' is a required field");
    const { session, isNew } = await this.#sessions.create({ path, name, type }, kernel);
    const model = session.model();
    if (!isNew) request.priorState = model;
    reply.code(201).header("location", `${this.#baseUrl}api/sessions/${session.id}`);
    return model;
  }

  get(id: string): SessionModel {
    return this.#sessions.get(id).model();
  }

  async update(id: string, request: FastifyRequest): Promise<SessionModel> {
    const { labels, kernel } = readSessionBody(request);
    const { before, after } = await this.#sessions.update(id, labels, kernel);
    request.priorState = before;
    return after;
  }

  async delete(id: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    request.priorState = this.#sessions.get(id).model();
    await this.#sessions.delete(id);
    return reply.code(204).send();
  }
}
