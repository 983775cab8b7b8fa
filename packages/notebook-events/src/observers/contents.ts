import { contentsRoute, withoutOuterSlashes } from "./contents-route.js";
import { bodyProperty, type Exchange } from "./exchange.js";
import type { Observation, Observer } from "./observer.js";

interface ContentsAction {
  readonly action: "get" | "create" | "save" | "upload" | "rename" | "copy" | "delete";
  readonly path: string;
  readonly source_path?: string;
}

/**
 * Calls of the contents API: get, create, save, upload, rename, copy, delete. Each action gives two events, one for
 * each schema that describes it; an operator allows the one that fits.
 *
 * @example
 * contentsObserver.observe({ method: "PUT", path: "api/contents/a.md", status: 201, requestBody: { type: "file" } });
 * // both with the event { action: "upload", path: "a.md" }
 */
export const contentsObserver: Observer = {
  name: "contents",
  observe(exchange: Exchange): Observation[] {
    const route = contentsRoute(exchange.method, exchange.path);
    if (route?.kind !== "contents") return [];
    const action = actionOf(exchange, route.path);
    if (action === undefined) return [];
    return [
      {
        schema: "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions",
        version: 1,
        event: { ...action },
      },
      {
        schema: "https://events.jupyter.org/jupyter_server/contents_service/v1",
        version: "1",
        event: { ...action },
      },
    ];
  },
};

/** Method and status say what happened; only where the server chose the name does the answer say to what. */
function actionOf(exchange: Exchange, path: string): ContentsAction | undefined {
  switch (`${exchange.method} ${exchange.status}`) {
    case "GET 200":
      return { action: "get", path };
    case "POST 201":
      return copied(exchange) ?? created(exchange);
    case "PUT 200":
      return isUnfinishedUpload(exchange) ? undefined : { action: "save", path };
    case "PUT 201":
      if (isEmpty(exchange.requestBody)) return created(exchange);
      return isUnfinishedUpload(exchange) ? undefined : { action: "upload", path };
    case "PATCH 200":
      return renamed(exchange, path);
    case "DELETE 204":
      return { action: "delete", path };
    default:
      return undefined;
  }
}

function created({ responseBody }: Exchange): ContentsAction | undefined {
  const path = pathIn(responseBody, "path");
  return path === undefined ? undefined : { action: "create", path };
}

function copied({ requestBody, responseBody }: Exchange): ContentsAction | undefined {
  const source_path = pathIn(requestBody, "copy_from");
  const path = pathIn(responseBody, "path");
  // Jupyter takes an empty `copy_from` for none.
  return !source_path || path === undefined ? undefined : { action: "copy", path, source_path };
}

function renamed({ requestBody, responseBody }: Exchange, source_path: string): ContentsAction | undefined {
  const path = pathIn(responseBody, "path") ?? pathIn(requestBody, "path");
  return path === undefined || path === source_path ? undefined : { action: "rename", path, source_path };
}

/** Large files come in numbered pieces, the last of which is number -1: the file is there with that one. */
function isUnfinishedUpload({ requestBody }: Exchange): boolean {
  const chunk = bodyProperty(requestBody, "chunk");
  return chunk !== undefined && chunk !== null && chunk !== -1;
}

/** To Jupyter `{}` is no body either: it then makes an untitled file in the folder. */
function isEmpty(body: unknown): boolean {
  return !body || (typeof body === "object" && Object.keys(body).length === 0);
}

function pathIn(body: unknown, name: string): string | undefined {
  const path = bodyProperty(body, name);
  return typeof path === "string" ? withoutOuterSlashes(path) : undefined;
}
