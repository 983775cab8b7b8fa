import { EventLogError } from "../errors.js";
import { RotatingLogFile } from "../rotation/rotating-log-file.js";
import { SizeRotation } from "../rotation/size-rotation.js";
import { FileHandler, type FileHandlerOptions } from "./file-handler.js";
import type { LineFile, LineFileSetup } from "./line-file.js";

export interface RotatingFileHandlerOptions extends FileHandlerOptions {
  /**
   * The file is rolled over before a line with which it would have so many bytes; a longer line stands alone. With 0, it
   * never is. A file that rotates is never emptied at the start, whatever `mode` says. Default: 0.
   */
  readonly maxBytes?: number;
  /** How many backups are kept; the oldest is deleted for a new one. With 0, the file is never rolled over. Default: 0. */
  readonly backupCount?: number;
  /** Compresses backups, in the background: `event.log.1.gz`. Default: false. */
  readonly gzip?: boolean;
}

/**
 * A {@link FileHandler} whose file is rolled over when it has grown: `event.log` becomes `event.log.1`, that becomes
 * `event.log.2`, and so on, as with Python's handler of this name.
 *
 * @example
 * new RotatingFileHandler("event.log", { maxBytes: 10_000_000, backupCount: 5 });
 */
export class RotatingFileHandler extends FileHandler {
  static override readonly optionsSchema = {
    ...FileHandler.optionsSchema,
    properties: {
      ...FileHandler.optionsSchema.properties,
      maxBytes: { type: "integer", minimum: 0 },
      backupCount: { type: "integer", minimum: 0 },
      gzip: { type: "boolean" },
    },
  };

  readonly #maxBytes: number;
  readonly #backupCount: number;
  readonly #gzip: boolean;

  /** @param filename relative ones start at the configuration file's folder, or the current one */
  constructor(filename: string | URL, options: RotatingFileHandlerOptions = {}) {
    const { maxBytes = 0, backupCount = 0, gzip = false, ...others } = options;
    super(filename, maxBytes === 0 ? others : { ...others, mode: "a" });
    this.#maxBytes = wholeNumber("maxBytes", maxBytes);
    this.#backupCount = wholeNumber("backupCount", backupCount);
    this.#gzip = gzip;
  }

  protected override makeFile(path: string, setup: LineFileSetup): LineFile {
    const rotation = new SizeRotation(path, { maxBytes: this.#maxBytes, backupCount: this.#backupCount });
    return new RotatingLogFile(path, { ...setup, rotation, gzip: this.#gzip });
  }
}

/** @throws {EventLogError} code `invalid-option` */
export function wholeNumber(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new EventLogError("invalid-option", `the ${option} of a handler is a whole number of at least 0`);
}
