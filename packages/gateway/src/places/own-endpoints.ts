import { type Place, type Places, pathBelow } from "./place.js";

/** Where the gateway answers itself. */
export interface OwnEndpoints {
  /** What their paths begin with; a part such as `:user` stands for any. */
  readonly baseUrls: readonly string[];
  /**
   * The place that a target is of, where it may be an endpoint there.
   *
   * @param has whether a path below a base URL is that of an endpoint
   */
  of(target: string, has: (path: string) => boolean): Place | undefined;
}

/** At the one server behind: in its place. */
export class ServerEndpoints implements OwnEndpoints {
  readonly baseUrls: readonly string[];
  readonly #places: Places;

  constructor(places: Places, baseUrl: string) {
    this.baseUrls = [baseUrl];
    this.#places = places;
  }

  of(target: string, has: (path: string) => boolean): Place | undefined {
    return this.#places.of(target).find(({ path }) => has(path));
  }
}

/** At a hub: below the gateway's own prefix, and those of events at each user's server. Metrics of servers stay theirs. */
export class HubEndpoints implements OwnEndpoints {
  readonly baseUrls: readonly string[];
  readonly #places: Places;
  readonly #servicePrefix: string;

  constructor(places: Places, baseUrl: string, servicePrefix: string) {
    this.baseUrls = [servicePrefix, `${baseUrl}user/:user/`, `${baseUrl}user/:user/:server/`];
    this.#places = places;
    this.#servicePrefix = servicePrefix;
  }

  of(target: string, has: (path: string) => boolean): Place | undefined {
    const path = pathBelow(this.#servicePrefix, target);
    if (path !== undefined) return has(path) ? { baseUrl: this.#servicePrefix, path } : undefined;
    return this.#places.of(target).find((place) => place.path.startsWith("api/") && has(place.path));
  }
}
