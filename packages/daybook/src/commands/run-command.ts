import { DaybookError, UsageError } from "../errors.js";
import { didYouMean } from "../suggestion.js";
import { version } from "../version.js";
import type { Command } from "./command.js";
import { commands } from "./commands.js";
import { commandHelp, overview } from "./help.js";
import { parseArguments } from "./parse-arguments.js";
import type { Terminal } from "./terminal.js";

/**
 * Runs a command line.
 *
 * @param words what stands after `daybook`
 * @returns the exit status: 0, 1 where the command could not do its work, 2 where the command line or the configuration
 * is wrong
 */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(words, terminal);
  } catch (error) {
    if (!(error instanceof DaybookError)) throw error;
    terminal.err(errorText(error));
    return error.exitStatus;
  }
}

async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const [first, second] = words;
  if (first === "--version" || first === "-v") {
    terminal.out(`${version}\n`);
    return 0;
  }
  const asksForHelp = words.some((word) => word === "--help" || word === "-h");
  const command = commands.find((each) => each.words.every((word, index) => word === words[index]));
  if (command !== undefined && asksForHelp) {
    terminal.out(commandHelp(command));
    return 0;
  }
  if (command !== undefined) {
    return command.run(parseArguments(command, words.slice(command.words.length), terminal));
  }
  const group = commands.filter((each) => each.words.length > 1 && each.words[0] === first);
  const shown = group.length > 0 ? group : commands;
  if (
    first === "--help" ||
    first === "-h" ||
    (group.length > 0 && (second === "--help" || second === "-h"))
  ) {
    terminal.out(overview(shown));
    return 0;
  }
  // A name on its own is no mistake worth a lecture, but nothing was done either.
  if (first === undefined || (group.length > 0 && second === undefined)) {
    terminal.err(overview(shown));
    return 2;
  }
  throw unknownCommand(group.length > 0 ? words.slice(0, 2) : [first], shown);
}

function unknownCommand(words: readonly string[], known: readonly Command[]): UsageError {
  const names = new Set(known.map((each) => each.words.slice(0, words.length).join(" ")));
  const name = words.join(" ");
  const meant = didYouMean(name, names) || `; there are ${[...names].join(", ")}`;
  return new UsageError(`there is no command daybook ${name}${meant}`);
}

/** The problems of a configuration stand at the start of their lines, where editors find file and line. */
function errorText(error: DaybookError): string {
  if (error.code !== "invalid-configuration") {
    const help = error.code === "invalid-usage" ? "daybook --help shows how to use it\n" : "";
    return `daybook: ${error.message}\n${help}`;
  }
  const count = error.message.split("\n").length;
  const what = count === 1 ? "is one mistake" : `are ${count} mistakes`;
  return `${error.message}\ndaybook: there ${what} in the configuration; nothing was started\n`;
}
