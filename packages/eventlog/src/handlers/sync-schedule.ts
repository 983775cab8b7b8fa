import { EventLogError } from "../errors.js";

export const syncModes = ["never", "interval", "always"] as const;

export type SyncMode = (typeof syncModes)[number];

/** The options of a {@link SyncSchedule}, as JSON Schema. */
export const syncOptions = {
  fsync: { enum: syncModes },
  fsyncInterval: { type: "integer", minimum: 1, maximum: 3_600_000 },
} as const;

/** Knows when a file is to be synced: each sync costs as much as thousands of writes. */
export class SyncSchedule {
  readonly mode: SyncMode;
  readonly #interval: number;
  readonly #remind: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** Something was written since the last sync. */
  #dirty = false;

  /**
   * @param remind is called when an interval is over and there is something to sync
   * @throws {EventLogError} code `invalid-option`
   */
  constructor(
    { fsync = "interval", fsyncInterval = 1000 }: { fsync?: SyncMode; fsyncInterval?: number },
    remind: () => void,
  ) {
    if (!syncModes.includes(fsync)) {
      throw new EventLogError("invalid-option", `the fsync of a handler is one of ${syncModes.join(", ")}`);
    }
    if (!Number.isInteger(fsyncInterval) || fsyncInterval < 1 || fsyncInterval > 3_600_000) {
      throw new EventLogError(
        "invalid-option",
        "the fsyncInterval of a handler is 1 to 3600000 milliseconds",
      );
    }
    this.mode = fsync;
    this.#interval = fsyncInterval;
    this.#remind = remind;
  }

  /** True where something is not synced that is to be. */
  get pending(): boolean {
    return this.#dirty && this.mode !== "never";
  }

  /** Something is written. */
  written(): void {
    this.#dirty = true;
    if (this.mode !== "interval" || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#dirty) this.#remind();
    }, this.#interval).unref();
  }

  /** Whether to sync now, after a write. @param wanted somebody waits for it */
  due(wanted: boolean): boolean {
    return this.pending && (wanted || this.mode === "always");
  }

  /** A sync has begun that covers all that is written. */
  begun(): void {
    this.#dirty = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
