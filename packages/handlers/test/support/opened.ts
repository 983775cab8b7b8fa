import type { SpooledHandler } from "@daybook/eventlog";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

/** Opens a handler as a log does, and notes what it reports. It is closed with the test. */
export function opened(handler: SpooledHandler, directory = temporaryFolder()) {
  const messages: string[] = [];
  handler.open({ directory, report: (problem) => void messages.push(problem.message) });
  onTestFinished(() => handler.close().catch(() => {}));
  /** Resolves once a message holds this text. */
  const says = async (text: string): Promise<void> => {
    while (!messages.some((message) => message.includes(text)))
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { handler, messages, says };
}
