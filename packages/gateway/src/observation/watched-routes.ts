/** Calls that may be actions, and what has to be seen of them. */
export interface WatchedRoute {
  /** Matches paths below the base URL, percent-encoded, without leading slash and query, as Jupyter's router sees them. */
  readonly path: RegExp;
  /** For each method what is looked at; other methods are no actions. */
  readonly methods: Readonly<Record<string, Watch>>;
  /** The schemas of the events that such a call may give, with their versions. */
  readonly schemas: readonly (readonly [schema: string, version: number | string])[];
}

/** What of a call is looked at beside its status. */
export interface Watch {
  readonly requestBody?: boolean;
  readonly responseBody?: boolean;
  /** The event names the user. */
  readonly user?: boolean;
  /** The event tells how it was before: what a GET of the same address answers is asked first. */
  readonly priorState?: boolean;
}

const both: Watch = { requestBody: true, responseBody: true };

/**
 * Every call that the observers of `@daybook/notebook-events` make events of. A new one is a row here and nothing else.
 * Whatever is not here streams through untouched.
 */
export const watchedRoutes: readonly WatchedRoute[] = [
  {
    path: /^api\/contents(\/|$)/,
    methods: { GET: {}, POST: both, PUT: both, PATCH: both, DELETE: {} },
    schemas: [
      ["eventlogging.jupyter.org/jupyter_server/contentsmanager-actions", 1],
      ["https://events.jupyter.org/jupyter_server/contents_service/v1", "1"],
      ["eventlogging.jupyter.org/jupyter_server/checkpoint-actions", 1],
    ],
  },
];
