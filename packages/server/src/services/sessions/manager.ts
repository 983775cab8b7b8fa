import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { ServerError, serverError } from "../../errors.js";
import { RootPaths } from "../files-on-disk/paths.js";
import type { Kernel } from "../kernels/kernel.js";
import type { KernelManager } from "../kernels/kernel-manager.js";
import { workingFolder } from "../kernels/working-folder.js";
import { Session, type SessionLabels, type SessionModel } from "./session.js";
import type { WantedKernel } from "./session-body.js";

export interface SessionManagerOptions {
  readonly kernels: KernelManager;
  /** The folder that is served: an absolute host path. */
  readonly rootDir: string;
  readonly allowHidden: boolean;
}

/** The session of a path. */
export interface FoundSession {
  readonly session: Session;
  /** It is there because of this call, and of no other one that came at the same time. */
  readonly isNew: boolean;
}

/** What a change of a session has changed, and nothing that another one did meanwhile. */
export interface SessionChange {
  readonly before: SessionModel;
  readonly after: SessionModel;
}

/** What others may know of the session that a kernel belongs to. */
export interface SessionOfKernel {
  readonly id: string;
  readonly path: string;
}

/**
 * All sessions. A session ends with its kernel: whatever ended that, the session is gone.
 *
 * ```ts
 * const { session } = await sessions.create({ path: "first.ipynb", name: "first.ipynb", type: "notebook" }, {});
 * sessions.sessionOfKernel(session.kernel.id); // { id: "..", path: "first.ipynb" }
 * ```
 */
export class SessionManager {
  readonly #kernels: KernelManager;
  readonly #paths: RootPaths;
  readonly #sessions = new Map<string, Session>();
  /** Sessions that are being created, by path. */
  readonly #coming = new Map<string, Promise<Session>>();

  constructor({ kernels, rootDir, allowHidden }: SessionManagerOptions) {
    this.#kernels = kernels;
    this.#paths = new RootPaths(rootDir, allowHidden);
  }

  /** The oldest first. */
  list(): Session[] {
    return [...this.#sessions.values()];
  }

  /** @throws {ServerError} `session-not-found` */
  get(id: string): Session {
    const session = this.#sessions.get(id);
    if (session === undefined) throw notFound(id);
    return session;
  }

  /** The session that a kernel belongs to, the oldest where several share it; undefined where there is none. */
  sessionOfKernel(kernelId: string): SessionOfKernel | undefined {
    const session = this.list().find(({ kernel }) => kernel.id === kernelId);
    return session === undefined ? undefined : { id: session.id, path: session.labels.path };
  }

  /**
   * The session of a path: the one there is, else a new one. A kernel that does not run any more, or is about to end, is
   * replaced by a new one, as in Jupyter.
   *
   * @throws {ServerError} `kernel-unavailable` where there is no such kernelspec, and what starting a kernel throws
   */
  async create(labels: SessionLabels, wanted: WantedKernel): Promise<FoundSession> {
    const { path } = labels;
    const existing =
      this.list().find((session) => session.labels.path === path && !session.kernel.isEnding) ??
      this.#coming.get(path);
    if (existing !== undefined) return { session: await existing, isNew: false };
    // Front ends sometimes ask twice at once, and a second kernel would be lost.
    const coming = this.#start(labels, wanted).finally(() => this.#coming.delete(path));
    this.#coming.set(path, coming);
    return { session: await coming, isNew: true };
  }

  /**
   * Renames a session or gives it another kernel; its last one is shut down then.
   *
   * @throws {ServerError} `session-not-found`; `bad-request` where there is no such kernel, `kernel-unavailable` where it
   *   cannot be started, and then nothing has changed
   */
  async update(id: string, labels: Partial<SessionLabels>, wanted: WantedKernel): Promise<SessionChange> {
    const session = this.get(id);
    const kernel = await this.#replacement(session, wanted);
    // It may have ended with its kernel meanwhile, and a new kernel that nobody knows of must not stay.
    if (this.#sessions.get(id) !== session) {
      if (kernel !== undefined && wanted.id === undefined) await kernel.shutdown();
      throw notFound(id);
    }
    const before = session.model();
    session.labels = { ...session.labels, ...labels };
    const { kernel: last } = session;
    if (kernel !== undefined && kernel !== last) {
      session.kernel = kernel;
      this.#endWith(kernel, session);
    }
    const change = { before, after: session.model() };
    if (session.kernel !== last) await last.shutdown();
    return change;
  }

  /** Ends a session, and its kernel with it. @throws {ServerError} `session-not-found` */
  async delete(id: string): Promise<void> {
    const { kernel } = this.get(id);
    // Before its kernel has ended: it must get no other one meanwhile.
    this.#sessions.delete(id);
    await kernel.shutdown();
  }

  async #start(labels: SessionLabels, { id, name }: WantedKernel): Promise<Session> {
    const running = this.#running(id);
    const kernel = running ?? (await this.#startKernel(labels, name));
    const session = new Session(randomUUID(), labels, kernel);
    this.#sessions.set(session.id, session);
    this.#endWith(kernel, session);
    return session;
  }

  /** The kernel of an id, where it is there to be used. */
  #running(id: string | undefined): Kernel | undefined {
    return this.#kernels.list().find((kernel) => kernel.id === id && !kernel.isEnding);
  }

  /** The kernel that a session gets instead of its own; undefined where it keeps that. */
  async #replacement(session: Session, { id, name }: WantedKernel): Promise<Kernel | undefined> {
    if (id !== undefined) {
      const running = this.#running(id);
      if (running === undefined) throw serverError("bad-request", `No such kernel: ${id}`);
      return running;
    }
    if (name === undefined) return undefined;
    try {
      return await this.#startKernel(session.labels, name);
    } catch (error) {
      throw serverError("kernel-unavailable", `The '${name}' kernel could not be started`, { cause: error });
    }
  }

  async #startKernel({ path, name: label }: SessionLabels, name: string | undefined): Promise<Kernel> {
    // Kernels tell programs by this variable which notebook they belong to.
    const notebook = label === "" ? path : join(await workingFolder(this.#paths, path), label);
    const options = { path, env: { JPY_SESSION_NAME: notebook } };
    try {
      return await this.#kernels.start(name === undefined ? options : { ...options, name });
    } catch (error) {
      if (!(error instanceof ServerError) || error.code !== "kernelspec-not-found") throw error;
      const which = name === undefined ? "There is no kernel." : `The '${name}' kernel is not available.`;
      throw serverError("kernel-unavailable", `${which} Please pick another one, or install it.`, {
        cause: error,
      });
    }
  }

  /** Ends a session with its kernel, unless it has another one by then. */
  #endWith(kernel: Kernel, session: Session): void {
    kernel.once("closed", () => {
      if (session.kernel === kernel) this.#sessions.delete(session.id);
    });
  }
}

function notFound(id: string): ServerError {
  return serverError("session-not-found", `Session not found: ${id}`);
}
