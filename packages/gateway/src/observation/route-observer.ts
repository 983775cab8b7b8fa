import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import type { Place, Places } from "../places/place.js";
import { userActions } from "./user-actions.js";
import { type Schema, type Watch, watchedRoutes } from "./watched-routes.js";

/** A call that may give an event. */
export interface WatchedCall {
  readonly method: string;
  readonly place: Place;
  readonly watch: Watch;
  /** The schemas of its events that are allowed, so that they are recorded. */
  readonly schemas: readonly Schema[];
}

/** Decides from method and path alone what of a call has to be looked at. */
export class RouteObserver {
  readonly #log: EventLog;
  readonly #places: Places;

  constructor(log: EventLog, places: Places) {
    this.#log = log;
    this.#places = places;
  }

  /** What is to be seen of a call; nothing where it gives no event, or none that is allowed. */
  watch({ method = "", url = "" }: IncomingMessage): WatchedCall | undefined {
    for (const place of this.#places.of(url)) {
      const call = this.#watchAt(place, method);
      if (call !== undefined) return call;
    }
    return undefined;
  }

  #watchAt(place: Place, method: string): WatchedCall | undefined {
    const route = watchedRoutes.find((each) => each.path.test(place.path));
    const watch =
      route !== undefined && Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
    if (route === undefined || watch === undefined) return undefined;
    const allowed = this.#log.allowedSchemas;
    const schemas = [...route.schemas, userActions].filter(([id]) => allowed.has(id));
    if (schemas.length === 0 && !route.informs?.some(([id]) => allowed.has(id))) return undefined;
    return { method, place, watch, schemas };
  }
}

/** Whether some event of a call says who sent it. */
export function namesUser({ watch, schemas }: WatchedCall): boolean {
  return schemas.some(([id]) => id === watch.user || id === userActions[0]);
}
