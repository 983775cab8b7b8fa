import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import type { CallObserver } from "../proxy/call-observer.js";
import { ObservedCall } from "./observed-call.js";
import { type WatchedRoute, watchedRoutes } from "./watched-routes.js";

/** Decides from method and path alone what of a call has to be looked at. */
export class RouteObserver {
  readonly #log: EventLog;
  readonly #baseUrl: string;
  readonly #report: (problem: string) => void;

  constructor(options: { log: EventLog; report: (problem: string) => void }, baseUrl: string) {
    this.#log = options.log;
    this.#report = options.report;
    this.#baseUrl = baseUrl;
  }

  /** What looks at a call; nothing where it gives no event, or none that is allowed. */
  watch(request: IncomingMessage): CallObserver | undefined {
    const { method = "", url = "" } = request;
    const path = pathBelow(this.#baseUrl, url);
    if (path === undefined) return undefined;
    const found = watchedRoutes.find((route) => route.path.test(path));
    const watch = found?.methods[method];
    if (found === undefined || watch === undefined || !this.#isWanted(found)) return undefined;
    return new ObservedCall(method, path, watch, this.#log, this.#report);
  }

  #isWanted({ schemas }: WatchedRoute): boolean {
    return schemas.some(([schema, version]) => isAllowed(this.#log, schema, version));
  }
}

/** The path of a target below the base URL, without the query; `undefined` for what is not below it. */
export function pathBelow(baseUrl: string, target: string): string | undefined {
  if (!target.startsWith(baseUrl)) return undefined;
  const query = target.indexOf("?", baseUrl.length);
  return target.slice(baseUrl.length, query < 0 ? undefined : query);
}

function isAllowed(log: EventLog, schema: string, version: number | string): boolean {
  try {
    return log.isAllowed(schema, version);
  } catch {
    // A log need not know all schemas of a notebook server.
    return false;
  }
}
