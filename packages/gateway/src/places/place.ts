/** A server behind the gateway that a request may be for, and what of it. */
export interface Place {
  /** What all paths of that server begin with; begins and ends with a slash. */
  readonly baseUrl: string;
  /** Below that, as it stands in the request, without leading slash and query. */
  readonly path: string;
  /** Whose server it is, where a hub has several. */
  readonly owner?: Owner;
}

/** A server of a hub. */
export interface Owner {
  readonly username: string;
  /** Its name among those of the user; `""` is the default one. */
  readonly serverName: string;
}

/** Tells by the target of a request which servers it may be for. */
export interface Places {
  /** Likeliest first; none for what is of no notebook server. */
  of(target: string): readonly Place[];
}

/** The one server behind the gateway. */
export class SinglePlace implements Places {
  readonly #baseUrl: string;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  of(target: string): readonly Place[] {
    const path = pathBelow(this.#baseUrl, target);
    return path === undefined ? [] : [{ baseUrl: this.#baseUrl, path }];
  }
}

/** The path of a target below the base URL, without the query; `undefined` for what is not below it. */
export function pathBelow(baseUrl: string, target: string): string | undefined {
  if (!target.startsWith(baseUrl)) return undefined;
  const query = target.indexOf("?", baseUrl.length);
  return target.slice(baseUrl.length, query < 0 ? undefined : query);
}
