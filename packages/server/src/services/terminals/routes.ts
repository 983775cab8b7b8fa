import type { FastifyReply, FastifyRequest } from "fastify";
import { ServerError, serverError } from "../../errors.js";
import { optionalString, readJsonObject } from "../../http/json-object.js";
import type { RootPaths } from "../files-on-disk/paths.js";
import type { TerminalManager } from "./manager.js";
import type { TerminalModel } from "./terminal.js";

/** Names are parts of addresses: what Jupyter's addresses of terminals can hold. */
const nameForm = /^\w{1,64}$/;

/** What each method does with terminals. */
export class TerminalsRoutes {
  readonly #manager: TerminalManager;
  readonly #paths: RootPaths;

  constructor(manager: TerminalManager, paths: RootPaths) {
    this.#manager = manager;
    this.#paths = paths;
  }

  async list(): Promise<TerminalModel[]> {
    await this.#requireAvailable();
    return this.#manager.list().map((terminal) => terminal.model());
  }

  /** Starts a terminal; 200, as front ends expect. */
  async create(request: FastifyRequest): Promise<TerminalModel> {
    const body = readJsonObject(request);
    const name = optionalString(body, "name");
    if (name !== undefined && !nameForm.test(name))
      throw serverError("bad-request", "'name' must have 1 to 64 letters, digits and underscores");
    const cwd = await this.#folder(optionalString(body, "cwd"));
    return (await this.#manager.create({ name, cwd })).model();
  }

  async get(request: FastifyRequest): Promise<TerminalModel> {
    await this.#requireAvailable();
    return this.#manager.get(nameOf(request)).model();
  }

  async delete(request: FastifyRequest, reply: FastifyReply) {
    await this.#requireAvailable();
    await this.#manager.remove(nameOf(request));
    return reply.code(204).send();
  }

  async #requireAvailable(): Promise<void> {
    const availability = await this.#manager.availability();
    if (!availability.available) throw serverError("terminals-unavailable", availability.reason);
  }

  /** The folder of an API path. One that is gone should not keep anybody from a terminal: then it is the root. */
  async #folder(path: string | undefined): Promise<string | undefined> {
    if (path === undefined) return undefined;
    try {
      const place = await this.#paths.findExisting(path, "read");
      return place.stats.isDirectory() ? place.target : undefined;
    } catch (error) {
      if (error instanceof ServerError && error.code === "not-found") return undefined;
      throw error;
    }
  }
}

/** The name in the address. */
export function nameOf(request: FastifyRequest): string {
  return (request.params as { name: string }).name;
}
