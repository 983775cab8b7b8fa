import type { Terminal } from "./terminal.js";

/** A flag of a command. */
export interface Flag {
  /** What the help calls its value, such as `FILE`. A flag without it is on or off. */
  readonly value?: string;
  readonly description: string;
}

/** What somebody wrote after the name of a command, taken apart. */
export interface Invocation {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly switches: ReadonlySet<string>;
  readonly parameters: readonly string[];
  readonly terminal: Terminal;
}

/** One command of the command line. */
export interface Command {
  /** One or two words: `["schemas", "list"]`. */
  readonly words: readonly string[];
  readonly summary: string;
  /** More about it, for its help. */
  readonly details?: string;
  /** The parameters as the help writes them, with how many there must and may be. */
  readonly parameters?: { readonly usage: string; readonly minimum: number; readonly maximum: number };
  readonly flags: Readonly<Record<string, Flag>>;
  /** @returns the exit status */
  run(invocation: Invocation): Promise<number>;
}

/** The flag that most commands share. */
export const configFlag: Flag = {
  value: "FILE",
  description: "the configuration: .yaml, .yml, .json, .ts, .js or .mjs",
};

/** What commands with that flag do without it, for their help. */
export const withoutConfig =
  "Without --config: the daybook.yaml, .yml, .json or daybook.config.ts, .js, .mjs of this folder.";
