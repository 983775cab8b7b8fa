import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import { type Schema, type Watch, watchedRoutes } from "./watched-routes.js";

/** A call that may give an event. */
export interface WatchedCall {
  readonly method: string;
  /** Below the base URL, as it stands in the request, without the query. */
  readonly path: string;
  readonly watch: Watch;
  /** The schemas of its events that are allowed, so that they are recorded. */
  readonly schemas: readonly Schema[];
  /** Whether one of these events names the user. */
  readonly namesUser: boolean;
}

/** Decides from method and path alone what of a call has to be looked at. */
export class RouteObserver {
  readonly #log: EventLog;
  readonly #baseUrl: string;

  constructor(log: EventLog, baseUrl: string) {
    this.#log = log;
    this.#baseUrl = baseUrl;
  }

  /** What is to be seen of a call; nothing where it gives no event, or none that is allowed. */
  watch({ method = "", url = "" }: IncomingMessage): WatchedCall | undefined {
    const path = pathBelow(this.#baseUrl, url);
    if (path === undefined) return undefined;
    const route = watchedRoutes.find((each) => each.path.test(path));
    const watch =
      route !== undefined && Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
    if (route === undefined || watch === undefined) return undefined;
    const allowed = this.#log.allowedSchemas;
    const schemas = route.schemas.filter(([id]) => allowed.has(id));
    if (schemas.length === 0 && !route.informs?.some(([id]) => allowed.has(id))) return undefined;
    const namesUser = watch.user !== undefined && schemas.some(([id]) => id === watch.user);
    return { method, path, watch, schemas, namesUser };
  }
}

/** The path of a target below the base URL, without the query; `undefined` for what is not below it. */
export function pathBelow(baseUrl: string, target: string): string | undefined {
  if (!target.startsWith(baseUrl)) return undefined;
  const query = target.indexOf("?", baseUrl.length);
  return target.slice(baseUrl.length, query < 0 ? undefined : query);
}
