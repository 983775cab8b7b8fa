import type { Handler } from "../../src/handler.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

/** Opens a handler as a log does; returns the messages it reports, in order. */
export function opened(handler: Handler, directory = temporaryFolder()): string[] {
  const messages: string[] = [];
  handler.open?.({ directory, report: (problem) => void messages.push(problem.message) });
  return messages;
}
