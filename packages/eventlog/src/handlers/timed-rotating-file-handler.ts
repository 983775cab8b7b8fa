import { RolloverSchedule, type ScheduleOptions, timeOfDay, whens } from "../rotation/rollover-schedule.js";
import { RotatingLogFile } from "../rotation/rotating-log-file.js";
import { TimeRotation } from "../rotation/time-rotation.js";
import { FileHandler, type FileHandlerOptions } from "./file-handler.js";
import type { LineFile, LineFileSetup } from "./line-file.js";
import { wholeNumber } from "./rotating-file-handler.js";

export interface TimedRotatingFileHandlerOptions extends Omit<FileHandlerOptions, "mode">, ScheduleOptions {
  /** How many backups are kept; the oldest is deleted for a new one. With 0, all are. Default: 0. */
  readonly backupCount?: number;
  /** Compresses backups, in the background: `event.log.2026-11-23.gz`. Default: false. */
  readonly gzip?: boolean;
}

const { mode: _, ...fileOptions } = FileHandler.optionsSchema.properties;

/**
 * A {@link FileHandler} whose file is rolled over when it is time: at the first event after that, `event.log` becomes
 * `event.log.2026-11-23`, as with Python's handler of this name.
 *
 * @example
 * new TimedRotatingFileHandler("event.log", { when: "midnight", backupCount: 30 });
 */
export class TimedRotatingFileHandler extends FileHandler {
  static override readonly optionsSchema = {
    ...FileHandler.optionsSchema,
    properties: {
      ...fileOptions,
      when: { enum: whens },
      interval: { type: "integer", minimum: 1 },
      utc: { type: "boolean" },
      atTime: { type: "string", pattern: timeOfDay.source },
      backupCount: { type: "integer", minimum: 0 },
      gzip: { type: "boolean" },
    },
  };

  readonly #schedule: RolloverSchedule;
  readonly #backupCount: number;
  readonly #gzip: boolean;

  /** @param filename relative ones start at the configuration file's folder, or the current one */
  constructor(filename: string | URL, options: TimedRotatingFileHandlerOptions = {}) {
    const { backupCount = 0, gzip = false, ...others } = options;
    super(filename, { ...others, mode: "a" });
    this.#schedule = new RolloverSchedule(options);
    this.#backupCount = wholeNumber("backupCount", backupCount);
    this.#gzip = gzip;
  }

  protected override makeFile(path: string, setup: LineFileSetup): LineFile {
    const rotation = new TimeRotation(path, this.#schedule, this.#backupCount);
    return new RotatingLogFile(path, { ...setup, rotation, gzip: this.#gzip });
  }
}
