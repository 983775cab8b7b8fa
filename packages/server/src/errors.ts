/** One row of the table below. */
interface ErrorRow {
  /** The HTTP status it is answered with. */
  readonly status: number;
  /** What is said where the place that throws has nothing more exact to say. */
  readonly message: string;
  /** The word that clients see as `reason`, where it is not the code itself. */
  readonly reason?: string;
}

/**
 * Every error this package answers a request with: a stable code, its HTTP status, its message. To add one, add a row.
 * Messages never contain the contents of a file, nor a path of the host: paths in them are API paths.
 */
export const errorTable = {
  // The request itself
  "bad-request": { status: 400, message: "The request is not well-formed" },
  "not-json": { status: 400, message: "The body is not JSON" },
  "unknown-encoding": { status: 415, message: "The body is in an encoding that this server does not know" },
  "too-large": { status: 413, message: "That is larger than this server accepts" },
  "no-route": { status: 404, message: "There is nothing at this address", reason: "not-found" },
  "method-not-allowed": { status: 405, message: "This address does not take that method" },

  "no-upgrade": { status: 400, message: "This address is no WebSocket", reason: "bad-request" },
  "upgrade-needed": { status: 426, message: "This address is a WebSocket", reason: "upgrade-required" },

  "precondition-failed": { status: 412, message: "The file is not the one that the request was about" },
  "request-timeout": { status: 408, message: "The request took too long to arrive" },
  "headers-too-large": {
    status: 431,
    message: "The address or the headers are longer than this server accepts",
  },
  "expectation-failed": { status: 417, message: "This server meets no expectation but 100-continue" },
  "range-not-satisfiable": { status: 416, message: "The file has no such part" },

  // Who asks
  forbidden: { status: 403, message: "A valid token is needed" },
  "forbidden-origin": { status: 403, message: "Pages of another origin may not do this" },
  "forbidden-host": { status: 403, message: "This server does not answer to that name" },
  "missing-xsrf": { status: 403, message: "The XSRF token is missing or wrong" },

  // The event log
  "other-user": { status: 403, message: "The event names another user than the one who sent it" },
  "schema-not-allowed": { status: 403, message: "Events of this schema are not recorded here" },
  "unknown-schema": { status: 400, message: "No schema of this id and version is registered" },
  "invalid-event": { status: 400, message: "The event does not match its schema" },
  "batch-refused": { status: 400, message: "None of the events was recorded" },
  "log-unavailable": { status: 503, message: "The event log cannot keep the event now" },

  // Files and folders
  "not-found": { status: 404, message: "The file or directory does not exist" },
  "outside-root": { status: 404, message: "The path leads out of the root directory", reason: "not-found" },
  "bad-path": { status: 400, message: "The path cannot be used" },
  hidden: { status: 400, message: "Hidden files and directories cannot be changed" },
  "already-exists": { status: 409, message: "Something of that name exists already" },
  "bad-type": { status: 400, message: "It is not of the type that was asked for" },
  "bad-format": { status: 400, message: "It is not in the format that was asked for" },
  "bad-model": { status: 400, message: "The contents model is incomplete" },
  "unreadable-notebook": { status: 400, message: "The file cannot be read as a notebook" },
  "bad-chunk": { status: 400, message: "The chunk number must be 1 or more, or -1 for the last chunk" },
  "chunk-out-of-turn": { status: 409, message: "The chunk is not the one that comes next" },
  "directory-not-empty": { status: 400, message: "The directory is not empty" },
  "name-too-long": { status: 400, message: "The name is too long for the file system" },
  "permission-denied": { status: 403, message: "The file system does not permit it" },
  "storage-full": { status: 503, message: "No space is left to save it" },
  "too-busy": { status: 503, message: "Too many files are open; try again later" },

  // Kernels
  "kernelspec-not-found": { status: 404, message: "There is no such kernel spec", reason: "not-found" },
  "kernel-not-found": { status: 404, message: "The kernel does not exist", reason: "not-found" },
  "kernel-not-started": { status: 500, message: "The kernel could not be started" },
  // Sessions and terminals
  "session-not-found": { status: 404, message: "The session does not exist", reason: "not-found" },
  "kernel-unavailable": { status: 501, message: "The kernel is not available" },
  "terminals-unavailable": { status: 404, message: "There are no terminals here" },
  // JupyterLab
  "bad-settings": { status: 400, message: "These cannot be settings of the plugin" },
  "bad-workspace": { status: 400, message: "That is no workspace" },
  "unreadable-settings": { status: 500, message: "A file of JupyterLab's cannot be read" },
  "extensions-read-only": {
    status: 405,
    message:
      "Extensions cannot be changed from here: install, remove or disable them where JupyterLab is installed, with pip or conda",
  },

  stopping: { status: 503, message: "The server is stopping" },
  internal: { status: 500, message: "The server could not complete the request" },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** One of the codes of {@link errorTable}. */
export type ServerErrorCode = keyof typeof errorTable;

/** What an error carries beside its message. */
export interface ServerErrorDetails {
  /** The error behind it. For our own log only: it may name paths of the host. */
  readonly cause?: unknown;
  /** After how many seconds it makes sense to try again. */
  readonly retryAfter?: number;
  /** Each thing that is wrong, where there may be several. */
  readonly errors?: readonly unknown[];
}

/** An error that is an answer: `status`, `message` and `reason` are what the client gets. */
export class ServerError extends Error {
  readonly code: ServerErrorCode;
  readonly status: number;
  /** A stable word for programs, such as `not-found`. Several codes may share one. */
  readonly reason: string;
  readonly details: Omit<ServerErrorDetails, "cause">;

  constructor(
    code: ServerErrorCode,
    message: string = errorTable[code].message,
    details: ServerErrorDetails = {},
  ) {
    const { cause, ...shown } = details;
    super(message, cause === undefined ? undefined : { cause });
    const row: ErrorRow = errorTable[code];
    this.name = "ServerError";
    this.code = code;
    this.status = row.status;
    this.reason = row.reason ?? code;
    this.details = shown;
  }
}

/**
 * Makes the error of a code.
 *
 * ```ts
 * throw serverError("not-found", "The notebook does not exist: a.ipynb");
 * ```
 *
 * @param message what to say instead of the table's message: without file contents or host paths
 */
export function serverError(
  code: ServerErrorCode,
  message?: string,
  details: ServerErrorDetails = {},
): ServerError {
  return new ServerError(code, message, details);
}
