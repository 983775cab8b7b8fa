import { apiRoute } from "./api-route.js";
import { bodyProperty, bodyText, type Exchange } from "./exchange.js";
import { withoutOuterSlashes } from "./contents-route.js";
import type { Observation, Observer } from "./observer.js";

/** A session as events have it. */
interface Session {
  readonly id: string;
  readonly path?: string;
  readonly name?: string;
  readonly type?: string;
  readonly kernel?: { readonly id: string; readonly name?: string };
}

interface SessionAction {
  readonly action: "get" | "create" | "modify" | "delete";
  readonly session: Session;
  readonly prior_state?: Session;
}

/**
 * Calls of the sessions API: get, create, modify, delete. What a session was before is the exchange's `priorState`: of
 * the session that a call names, and for a `POST` of the one that its document has already, if it has one.
 *
 * @example
 * const session = { id: "0c1b", path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel: { id: "5f0c", name: "python3" } };
 * const call = { method: "DELETE", path: "api/sessions/0c1b", status: 204 };
 * sessionsObserver.observe({ ...call, priorState: session, user: "ada" });
 * // one observation of { action: "delete", requester: "ada", session }
 */
export const sessionsObserver: Observer = {
  name: "sessions",
  observe(exchange: Exchange): Observation[] {
    const action = actionOf(exchange);
    if (action === undefined) return [];
    const { action: done, ...states } = action;
    return [
      {
        schema: "eventlogging.jupyter.org/jupyter_server/session-actions",
        version: 1,
        event: { action: done, requester: exchange.user ?? "", ...states },
      },
    ];
  },
};

function actionOf({ method, path, status, responseBody, priorState }: Exchange): SessionAction | undefined {
  const parts = apiRoute("sessions", path);
  if (parts === undefined || parts.length > 1) return undefined;
  const [id] = parts;
  const answered = sessionOf(responseBody);
  const before = sessionOf(priorState);
  const call = `${method} ${status}`;
  if (id === undefined) {
    if (call !== "POST 201" || answered === undefined) return undefined;
    // Jupyter answers 201 also where it gives out a session that was there.
    return { action: before?.id === answered.id ? "get" : "create", session: answered };
  }
  if (id === "") return undefined;
  switch (call) {
    case "GET 200":
      return answered && { action: "get", session: answered };
    case "PATCH 200":
      return answered && { action: "modify", session: answered, ...(before && { prior_state: before }) };
    case "DELETE 204":
      return { action: "delete", session: before ?? { id } };
    default:
      return undefined;
  }
}

/** What an answer says of a session: what does not pass through here, such as how busy its kernel is, is not recorded. */
function sessionOf(model: unknown): Session | undefined {
  const id = bodyText(model, "id");
  if (id === undefined) return undefined;
  const path = bodyText(model, "path");
  const name = bodyText(model, "name");
  const type = bodyText(model, "type");
  const kernel = kernelOf(bodyProperty(model, "kernel"));
  return {
    id,
    ...(path === undefined ? {} : { path: withoutOuterSlashes(path) }),
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(kernel === undefined ? {} : { kernel }),
  };
}

function kernelOf(model: unknown): Session["kernel"] {
  const id = bodyText(model, "id");
  if (id === undefined) return undefined;
  const name = bodyText(model, "name");
  return name === undefined ? { id } : { id, name };
}
