import { EventLogError } from "../errors.js";

/** What happens to new events while the spool has no room for them. */
export const fullPolicies = ["block", "drop-oldest", "fail"] as const;
export type WhenFull = (typeof fullPolicies)[number];

/** The options that all handlers with a spool have. Times are in milliseconds. */
export interface SpoolOptions {
  /**
   * The folder in which events wait for the destination. Each handler needs one of its own. A relative one starts at the
   * configuration file's folder. Default: `spool/` and the name of the handler's class.
   */
  readonly spool?: string;
  /** How many bytes of events wait on disk at most. Default: 1 Gi. */
  readonly maxBytes?: number;
  /**
   * What happens when they are used up, or the disk of the spool refuses. `block`: a sender that waits goes on waiting,
   * and events that nobody waits for wait in memory, up to `maxBuffer`. `drop-oldest`: the oldest events are given up.
   * `fail`: new events are refused or dropped at once. All that is dropped is counted. Default: `block`.
   */
  readonly whenFull?: WhenFull;
  /** How many characters of events wait in memory on their way to the spool; beyond it they are refused or dropped. Default: 16 Mi. */
  readonly maxBuffer?: number;
  /** How many events are sent together at most. Default: 1000. */
  readonly batchEvents?: number;
  /** How many characters of events are sent together at most; a longer event goes alone. Default: 1 Mi. */
  readonly batchBytes?: number;
  /** How long a batch that is not full waits for more events. Longer means fewer, larger batches. Default: 0. */
  readonly linger?: number;
  /** How long the destination has to confirm a batch, before it is sent again. Default: 30,000. */
  readonly timeout?: number;
  /** How long to wait after a failure before the next try; each further failure doubles it. Default: 500. */
  readonly retryDelay?: number;
  /** The longest wait between two tries. Longer spares a destination that is down, and finds it later. Default: 30,000. */
  readonly maxRetryDelay?: number;
  /** How long `close` goes on delivering; what is left then is sent after the next start. Default: 5000. */
  readonly closeTimeout?: number;
}

const count = { type: "integer", minimum: 1 };
const time = { type: "integer", minimum: 0, maximum: 24 * 60 * 60 * 1000 };

/**
 * JSON Schema of {@link SpoolOptions}, for the `optionsSchema` of a handler.
 *
 * @example
 * static readonly optionsSchema = {
 *   type: "object",
 *   properties: { url: { type: "string" }, ...spoolOptionsSchema },
 *   required: ["url"],
 *   additionalProperties: false,
 * };
 */
export const spoolOptionsSchema = {
  spool: { type: "string", minLength: 1 },
  maxBytes: { type: "integer", minimum: 64 * 1024 },
  whenFull: { enum: fullPolicies },
  maxBuffer: count,
  batchEvents: count,
  batchBytes: count,
  linger: time,
  timeout: { ...time, minimum: 1 },
  retryDelay: { ...time, minimum: 1 },
  maxRetryDelay: { ...time, minimum: 1 },
  closeTimeout: time,
} as const;

const defaults = {
  maxBytes: 1024 ** 3,
  whenFull: "block" as WhenFull,
  maxBuffer: 16 * 1024 ** 2,
  batchEvents: 1000,
  batchBytes: 1024 ** 2,
  linger: 0,
  timeout: 30_000,
  retryDelay: 500,
  maxRetryDelay: 30_000,
  closeTimeout: 5000,
};

export type CheckedSpoolOptions = typeof defaults & { readonly spool: string };

/**
 * Fills in what is left out.
 *
 * @param name of the handler's class, for messages and the default folder
 * @throws {EventLogError} code `invalid-option`
 */
export function checkSpoolOptions(name: string, given: SpoolOptions): CheckedSpoolOptions {
  const checked = { spool: given.spool ?? `spool/${name}`, ...defaults };
  for (const option of Object.keys(defaults) as (keyof typeof defaults)[]) {
    if (given[option] !== undefined) Object.assign(checked, { [option]: given[option] });
  }
  if (typeof checked.spool !== "string" || checked.spool === "") wrong(name, "spool", "the name of a folder");
  if (!fullPolicies.includes(checked.whenFull)) wrong(name, "whenFull", fullPolicies.join(" or "));
  for (const [option, schema] of Object.entries(spoolOptionsSchema)) {
    if (!("minimum" in schema)) continue;
    const maximum = "maximum" in schema ? schema.maximum : Number.MAX_SAFE_INTEGER;
    const value = checked[option as keyof typeof defaults] as number;
    if (Number.isInteger(value) && value >= schema.minimum && value <= maximum) continue;
    const upTo = maximum === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${maximum}`;
    wrong(name, option, `a whole number of at least ${schema.minimum}${upTo}`);
  }
  return checked;
}

function wrong(name: string, option: string, expected: string): never {
  throw new EventLogError("invalid-option", `the ${option} of a ${name} is ${expected}`);
}
