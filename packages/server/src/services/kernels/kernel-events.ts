import type { ExecutionState } from "./kernel-activity.js";

/** What happens to a kernel beside the messages that it sends. */
export interface KernelEvents {
  /** Its execution state is another. */
  state: [ExecutionState];
  /** A process of it has answered, the first one or one after a restart. */
  ready: [];
  /** It is being restarted, as it died or as somebody asked for it: what was running or waiting is lost. */
  restarting: [cause: "died" | "asked"];
  /** It was restarted, and answers. */
  restarted: [];
  /** It died too often and was given up. `closed` follows. */
  dead: [];
  /** It has ended, for whatever reason: nothing follows. */
  closed: [];
}
