import { runCommandLine } from "./commands/run-command.js";
import { printed, processTerminal } from "./commands/terminal.js";

/**
 * The command `daybook`: runs the command line and ends the process with its exit status.
 *
 * @param words what stands after `daybook`
 */
export async function main(words: readonly string[]): Promise<never> {
  const status = await runCommandLine(words, processTerminal());
  await printed();
  // A handler of the user's may hold a connection that would keep the process alive.
  process.exit(status);
}
