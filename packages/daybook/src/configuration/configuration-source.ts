import type { OptionPath } from "./option-path.js";

/** How option names are written: as Jupyter has them (`root_dir`), or as JavaScript does (`rootDir`). */
export type Naming = "snake_case" | "camelCase";

/** Counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What was read from a configuration file, and where in the file each part of it stands. */
export interface ConfigurationSource {
  /** What messages call the file. */
  readonly name: string;
  /** The file's absolute path; undefined where there is no file. */
  readonly file: string | undefined;
  /** Where relative paths in it start. */
  readonly directory: string;
  readonly naming: Naming;
  /** `undefined` or `null` where the file is empty. */
  readonly value: unknown;
  /** Undefined where the file is a program, which has no lines for its values. */
  positionOf(part: { readonly place: OptionPath; readonly atName?: boolean }): Position | undefined;
}
