/** Every error this package throws on purpose, with the exit status it ends the command with. */
export const errorCodes = {
  "invalid-configuration": { exitStatus: 2 },
  "invalid-usage": { exitStatus: 2 },
  "command-failed": { exitStatus: 1 },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Base of the errors of this package: what a person reads on standard error, without a stack. */
export class DaybookError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }

  get exitStatus(): number {
    return errorCodes[this.code].exitStatus;
  }
}

/** A configuration cannot be used. `problems` has all that is wrong with it, each with its place in the file. */
export class ConfigurationError extends DaybookError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super("invalid-configuration", problems.join("\n"), options);
    this.problems = problems;
  }
}

/** The command line names something that there is not, or lacks something. */
export class UsageError extends DaybookError {
  constructor(message: string, options?: ErrorOptions) {
    super("invalid-usage", message, options);
  }
}

/** The command could not do its work. */
export class CommandError extends DaybookError {
  constructor(message: string, options?: ErrorOptions) {
    super("command-failed", message, options);
  }
}
