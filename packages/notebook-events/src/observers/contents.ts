import { isEmptyPut, isUnfinishedUpload } from "./contents-put.js";
import { contentsRoute, withoutOuterSlashes } from "./contents-route.js";
import { bodyText, type Exchange } from "./exchange.js";
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
      return isUnfinishedUpload(exchange.requestBody) ? undefined : { action: "save", path };
    case "PUT 201":
      if (isEmptyPut(exchange.requestBody)) return created(exchange);
      return isUnfinishedUpload(exchange.requestBody) ? undefined : { action: "upload", path };
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

function pathIn(body: unknown, name: string): string | undefined {
  const path = bodyText(body, name);
  return path === undefined ? undefined : withoutOuterSlashes(path);
}
