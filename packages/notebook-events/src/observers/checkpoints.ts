import { type ContentsRoute, contentsRoute } from "./contents-route.js";
import { bodyProperty, type Exchange } from "./exchange.js";
import type { Observation, Observer } from "./observer.js";

interface CheckpointAction {
  readonly action: "create" | "restore" | "delete";
  readonly path: string;
  readonly id: string;
}

/**
 * Calls on the checkpoints of a file: create, restore, delete. Listing them is no action.
 *
 * @example
 * checkpointsObserver.observe({ method: "POST", path: "api/contents/a.md/checkpoints/checkpoint", status: 204 });
 * // one observation of { action: "restore", path: "a.md", id: "checkpoint" }
 */
export const checkpointsObserver: Observer = {
  name: "checkpoints",
  observe(exchange: Exchange): Observation[] {
    // Most calls: to read the path of each twice would show.
    if (exchange.method === "GET") return [];
    const route = contentsRoute(exchange.method, exchange.path);
    const action = route === undefined ? undefined : actionOf(exchange, route);
    if (action === undefined) return [];
    return [
      {
        schema: "eventlogging.jupyter.org/jupyter_server/checkpoint-actions",
        version: 1,
        event: { ...action },
      },
    ];
  },
};

function actionOf(exchange: Exchange, route: ContentsRoute): CheckpointAction | undefined {
  const { path } = route;
  const call = `${exchange.method} ${exchange.status}`;
  if (route.kind === "checkpoints" && call === "POST 201") {
    const id = bodyProperty(exchange.responseBody, "id");
    return typeof id === "string" ? { action: "create", path, id } : undefined;
  }
  if (route.kind === "checkpoint" && call === "POST 204") return { action: "restore", path, id: route.id };
  if (route.kind === "checkpoint" && call === "DELETE 204") return { action: "delete", path, id: route.id };
  return undefined;
}
