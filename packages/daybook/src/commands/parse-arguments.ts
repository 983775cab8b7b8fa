import { parseArgs } from "node:util";
import { UsageError } from "../errors.js";
import { didYouMean } from "../suggestion.js";
import type { Command, Invocation } from "./command.js";
import type { Terminal } from "./terminal.js";

/**
 * Takes apart what was written after the name of a command.
 *
 * @throws {UsageError} naming the flag or parameter that is wrong
 */
export function parseArguments(command: Command, rest: readonly string[], terminal: Terminal): Invocation {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  // Not strict: our own messages can say what was probably meant.
  const { tokens } = parseArgs({
    args: [...rest],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string> = {};
  const switches = new Set<string>();
  const parameters: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") parameters.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const flag = Object.hasOwn(command.flags, name) ? command.flags[name] : undefined;
    if (flag === undefined) throw unknownFlag(rawName, command);
    if (flag.value === undefined) {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
      switches.add(name);
    } else if (value === undefined || (!inlineValue && value.startsWith("-"))) {
      throw new UsageError(`${rawName} needs a value: ${rawName}=${flag.value}`);
    } else {
      values[name] = value;
    }
  }
  checkCount(command, parameters);
  return { values, switches, parameters, terminal };
}

function unknownFlag(rawName: string, { words, flags }: Command): UsageError {
  const known = [...Object.keys(flags), "help"].map((name) => `--${name}`);
  const meant = didYouMean(rawName, known) || `; it takes ${known.join(", ")}`;
  return new UsageError(`daybook ${words.join(" ")} has no flag ${rawName}${meant}`);
}

function checkCount({ words, parameters }: Command, given: readonly string[]): void {
  const name = `daybook ${words.join(" ")}`;
  const { usage = "", minimum = 0, maximum = 0 } = parameters ?? {};
  if (given.length < minimum) throw new UsageError(`${name} needs ${usage}`);
  if (given.length <= maximum) return;
  const takes = maximum === 0 ? "takes no arguments" : `takes only ${usage}`;
  throw new UsageError(`${name} ${takes}; "${given[maximum]}" is one too many`);
}
