import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { SysLogHandler, type SysLogHandlerOptions } from "../../src/index.js";
import { deadLettersIn } from "./dead-letters.js";
import { opened } from "./opened.js";
import { SyslogServer } from "./syslog-server.js";

/** An opened handler, with what it reports and gives up. */
export function openedSysLog(options: SysLogHandlerOptions) {
  const directory = temporaryFolder();
  const quick = { retryDelay: 1, maxRetryDelay: 1, closeTimeout: 0 };
  const handler = new SysLogHandler({ ...quick, ...options });
  const messages = opened(handler, directory);
  onTestFinished(() => handler.close());
  return { handler, messages, deadLetters: () => deadLettersIn(join(directory, "spool/SysLogHandler")) };
}

/** The same, with a daemon that it sends to over TCP. */
export async function openedSysLogTcp(options: SysLogHandlerOptions = {}) {
  const server = await startedServer();
  return { server, ...openedSysLog({ address: server.address, socktype: "tcp", ...options }) };
}

/** A daemon that ends with the test. */
export async function startedServer(options: Parameters<typeof SyslogServer.start>[0] = {}) {
  const server = await SyslogServer.start(options);
  onTestFinished(() => server.goAway());
  return server;
}
