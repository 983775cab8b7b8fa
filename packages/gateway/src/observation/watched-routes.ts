/** Calls that may be actions, and what has to be seen of them. */
export interface WatchedRoute {
  /** Matches paths below the base URL, percent-encoded, without leading slash and query, as Jupyter's router sees them. */
  readonly path: RegExp;
  /** For each method what is looked at; other methods are no actions. */
  readonly methods: Readonly<Record<string, Watch>>;
  /** The schemas of the events that such a call may give. */
  readonly schemas: readonly Schema[];
  /** Those whose events are given by something else, and tell what is learnt from such a call. */
  readonly informs?: readonly Schema[];
}

/** Id and version. */
export type Schema = readonly [id: string, version: number | string];

/** What of a call is looked at beside its status. */
export interface Watch {
  /** The members of the JSON object that is sent. */
  readonly requestBody?: boolean;
  /** Those of the one that is answered. It is asked for without compression. */
  readonly responseBody?: boolean;
  /** The schema whose event names the user. */
  readonly user?: string;
  /** It is told when the answer has gone out, and how much of that. */
  readonly whenSent?: boolean;
  /**
   * The event tells how it was before. What a GET of `itself` answers is asked first; or a GET of the `list` at the same
   * address, of which the one counts that the answer is about.
   */
  readonly priorState?: "itself" | "list";
}

const nothing: Watch = {};
const answer: Watch = { responseBody: true };
const both: Watch = { requestBody: true, responseBody: true };
const transfers = "daybook/file-transfers";
const sessions = "eventlogging.jupyter.org/jupyter_server/session-actions";
/** For calls that tell which session a kernel belongs to and when it ends. */
const executions = [["daybook/kernel-executions", 1]] as const;

/** The members of bodies that the observers read: all others pass unseen. */
export const observedMembers: ReadonlySet<string> = new Set([
  "chunk",
  "copy_from",
  "id",
  "kernel",
  "message",
  "mimetype",
  "name",
  "path",
  "size",
  "type",
]);

/**
 * Every call that the observers of `@daybook/notebook-events` make events of. A new one is a row here and nothing else.
 * Whatever is not here streams through untouched.
 */
export const watchedRoutes: readonly WatchedRoute[] = [
  {
    path: /^api\/contents(\/|$)/,
    methods: {
      GET: nothing,
      POST: both,
      PUT: { ...both, user: transfers },
      PATCH: both,
      DELETE: nothing,
    },
    schemas: [
      ["eventlogging.jupyter.org/jupyter_server/contentsmanager-actions", 1],
      ["https://events.jupyter.org/jupyter_server/contents_service/v1", "1"],
      ["eventlogging.jupyter.org/jupyter_server/checkpoint-actions", 1],
      [transfers, 1],
    ],
  },
  {
    path: /^files\//,
    methods: { GET: { user: transfers, whenSent: true } },
    schemas: [[transfers, 1]],
  },
  {
    path: /^api\/kernels(\/|$)/,
    methods: { GET: nothing, POST: both, DELETE: answer },
    schemas: [
      ["eventlogging.jupyter.org/jupyter_server/kernel-actions", 1],
      ["https://events.jupyter.org/jupyter_server/kernel_actions/v1", "1"],
    ],
    informs: executions,
  },
  {
    path: /^api\/sessions(\/|$)/,
    methods: {
      GET: { responseBody: true, user: sessions },
      POST: { ...both, user: sessions, priorState: "list" },
      PATCH: { ...both, user: sessions, priorState: "itself" },
      DELETE: { user: sessions, priorState: "itself" },
    },
    schemas: [
      [sessions, 1],
      ["https://events.jupyter.org/jupyter_server/kernel_actions/v1", "1"],
    ],
    informs: executions,
  },
  {
    path: /^api\/terminals(\/|$)/,
    methods: { GET: nothing, POST: answer, DELETE: nothing },
    schemas: [["eventlogging.jupyter.org/jupyter_server/terminal-actions", 1]],
  },
];
