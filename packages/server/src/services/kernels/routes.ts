import type { FastifyReply, FastifyRequest } from "fastify";
import { optionalString, readJsonObject } from "../../http/json-object.js";
import type { KernelModel } from "./kernel.js";
import type { KernelManager, StartOptions } from "./kernel-manager.js";

/** What each call on kernels does. */
export class KernelsRoutes {
  readonly #kernels: KernelManager;
  readonly #baseUrl: string;

  constructor(kernels: KernelManager, baseUrl: string) {
    this.#kernels = kernels;
    this.#baseUrl = baseUrl;
  }

  list(): KernelModel[] {
    return this.#kernels.list().map((kernel) => kernel.model());
  }

  get(id: string): KernelModel {
    return this.#kernels.get(id).model();
  }

  async start(request: FastifyRequest, reply: FastifyReply): Promise<KernelModel> {
    const kernel = await this.#kernels.start(readStartOptions(request));
    reply.code(201).header("location", `${this.#baseUrl}api/kernels/${kernel.id}`);
    return kernel.model();
  }

  async shutdown(id: string, reply: FastifyReply): Promise<FastifyReply> {
    await this.#kernels.shutdown(id);
    return reply.code(204).send();
  }

  async interrupt(id: string, reply: FastifyReply): Promise<FastifyReply> {
    await this.#kernels.get(id).interrupt();
    return reply.code(204).send();
  }

  async restart(id: string): Promise<KernelModel> {
    const kernel = this.#kernels.get(id);
    await kernel.restart();
    return kernel.model();
  }
}

/** Environment variables of a request are passed over, as by Jupyter. */
function readStartOptions(request: FastifyRequest): StartOptions {
  const body = readJsonObject(request);
  const name = optionalString(body, "name");
  const path = optionalString(body, "path");
  return { ...(name !== undefined && { name }), ...(path !== undefined && { path }) };
}
