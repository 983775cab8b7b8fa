import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { HTTPHandler, type HTTPHandlerOptions } from "../../src/index.js";
import { deadLettersIn } from "./dead-letters.js";
import { opened } from "./opened.js";
import { RecordingServer } from "./recording-server.js";

/** An opened handler that posts to a server of this test, with what it reports and gives up. */
export async function openedHTTP(options: Partial<HTTPHandlerOptions> = {}, directory = temporaryFolder()) {
  const server = await RecordingServer.start();
  const quick = { retryDelay: 1, maxRetryDelay: 1, closeTimeout: 0 };
  const handler = new HTTPHandler({ url: server.url, ...quick, ...options });
  const messages = opened(handler, directory);
  onTestFinished(async () => {
    await handler.close();
    await server.goAway();
  });
  return {
    server,
    handler,
    messages,
    deadLetters: () => deadLettersIn(join(directory, "spool/HTTPHandler")),
  };
}
