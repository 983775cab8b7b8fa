import { apiRoute } from "./api-route.js";
import { bodyText, type Exchange } from "./exchange.js";
import type { Observation, Observer } from "./observer.js";

interface TerminalAction {
  readonly action: "get" | "start" | "stop";
  readonly id: string;
}

/**
 * Calls of the terminals API: get, start, stop.
 *
 * @example
 * terminalsObserver.observe({ method: "POST", path: "api/terminals", status: 200, responseBody: { name: "1" } });
 * // one observation of { action: "start", id: "1" }
 */
export const terminalsObserver: Observer = {
  name: "terminals",
  observe(exchange: Exchange): Observation[] {
    const action = actionOf(exchange);
    if (action === undefined) return [];
    return [
      {
        schema: "eventlogging.jupyter.org/jupyter_server/terminal-actions",
        version: 1,
        event: { ...action },
      },
    ];
  },
};

function actionOf({ method, path, status, responseBody }: Exchange): TerminalAction | undefined {
  const parts = apiRoute("terminals", path);
  if (parts === undefined || parts.length > 1) return undefined;
  const [name] = parts;
  const call = `${method} ${status}`;
  if (name === undefined) {
    const id = bodyText(responseBody, "name");
    return call === "POST 200" && id !== undefined ? { action: "start", id } : undefined;
  }
  if (name === "") return undefined;
  if (call === "GET 200") return { action: "get", id: name };
  return call === "DELETE 204" ? { action: "stop", id: name } : undefined;
}
