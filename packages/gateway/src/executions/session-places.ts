import type { Exchange, ExecutionPlace } from "@daybook/notebook-events";

interface Session {
  /** What the paths of its server begin with: a hub has many, and each is believed about itself only. */
  readonly baseUrl: string;
  readonly id: string;
  readonly path: string;
  readonly kernelId: string;
}

/** So many sessions are remembered. */
const mostSessions = 10_000;

/** Which session each kernel belongs to, as the answers of the server behind tell. */
export class SessionPlaces {
  readonly #sessions = new Map<string, Session>();

  /** The session of a kernel, the oldest where several share it. */
  placeOf(baseUrl: string, kernelId: string): ExecutionPlace {
    for (const session of this.#sessions.values())
      if (session.baseUrl === baseUrl && session.kernelId === kernelId)
        return { sessionId: session.id, path: session.path };
    return {};
  }

  /** Learns from models of sessions, of whatever form they are. */
  learn(baseUrl: string, models: unknown): void {
    for (const model of Array.isArray(models) ? models : [models]) {
      const session = sessionOf(baseUrl, model);
      if (session === undefined) continue;
      this.#sessions.set(keyOf(session), session);
      if (this.#sessions.size > mostSessions)
        this.#sessions.delete(this.#sessions.keys().next().value as string);
    }
  }

  /** Learns from a call of the sessions API. @returns the kernel that has ended with its session */
  observe(baseUrl: string, { method, path, status, responseBody, priorState }: Exchange): string | undefined {
    const [, id] = /^api\/sessions(?:\/([^/]+))?$/.exec(path) ?? [];
    if (status >= 300) return undefined;
    if (method !== "DELETE") {
      this.learn(baseUrl, responseBody);
      return undefined;
    }
    const key = keyOf({ baseUrl, id: id ?? "" });
    const known = this.#sessions.get(key) ?? sessionOf(baseUrl, priorState);
    this.#sessions.delete(key);
    return known?.kernelId;
  }

  /** A kernel is gone, and its sessions with it. */
  forgetKernel(baseUrl: string, kernelId: string): void {
    for (const session of this.#sessions.values())
      if (session.baseUrl === baseUrl && session.kernelId === kernelId) this.#sessions.delete(keyOf(session));
  }
}

function keyOf({ baseUrl, id }: Pick<Session, "baseUrl" | "id">): string {
  return `${baseUrl} ${id}`;
}

function sessionOf(baseUrl: string, model: unknown): Session | undefined {
  if (typeof model !== "object" || model === null) return undefined;
  const { id, path, kernel } = model as { id?: unknown; path?: unknown; kernel?: { id?: unknown } | null };
  const kernelId = kernel?.id;
  if (typeof id !== "string" || typeof path !== "string" || typeof kernelId !== "string") return undefined;
  // As the events of sessions have it.
  return { baseUrl, id, path: path.replace(/^\/+|\/+$/g, ""), kernelId };
}
