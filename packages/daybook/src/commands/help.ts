import type { Command } from "./command.js";

/** The help of the whole command line, or of the commands that begin with a word. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map((command) => [usage(command), command.summary] as const);
  return [
    "Daybook, the event log of notebook servers",
    "",
    "Usage:",
    ...columns(rows),
    "",
    "Options:",
    ...columns([
      ["--help", "how to use a command: daybook COMMAND --help"],
      ["--version", "the version of Daybook"],
    ]),
    "",
  ].join("\n");
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const flags = [...Object.entries(command.flags), ["help", { description: "this text" }] as const];
  const rows = flags.map(([name, flag]) => {
    const value = "value" in flag && flag.value !== undefined ? ` ${flag.value}` : "";
    return [`--${name}${value}`, flag.description] as const;
  });
  const details = command.details === undefined ? [] : ["", command.details];
  return [
    `Usage: ${usage(command)} [options]`,
    "",
    sentence(command.summary),
    ...details,
    "",
    "Options:",
    ...columns(rows),
    "",
  ].join("\n");
}

function usage({ words, parameters }: Command): string {
  return ["daybook", ...words, ...(parameters === undefined ? [] : [parameters.usage])].join(" ");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
