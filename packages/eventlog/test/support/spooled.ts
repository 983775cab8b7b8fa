import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { RetryLater, SpooledHandler, type SpoolOptions } from "../../src/index.js";
import { FakeDestination } from "./fake-destination.js";

/** An opened handler with a spool and a destination in memory; what it reports and drops is noted. */
export function spooledHandler(options: SpoolOptions = {}, folder = temporaryFolder()) {
  const destination = new FakeDestination();
  const handler = new SpooledHandler(destination, { retryDelay: 1, maxRetryDelay: 1, ...options });
  const messages: string[] = [];
  const drops: number[] = [];
  handler.open({
    directory: folder,
    report: (problem) => void messages.push(problem.message),
    dropped: (count) => void drops.push(count),
  });
  onTestFinished(() => handler.close().catch(() => {}));
  const dropped = () => drops.reduce((sum, count) => sum + count, 0);
  return { folder, spool: join(folder, "spool/SpooledHandler"), destination, handler, messages, dropped };
}

/** Makes a destination unreachable; returns what ends that. */
export function sendAway(destination: FakeDestination): () => void {
  destination.before = () => {
    throw new RetryLater("it is away");
  };
  return () => {
    destination.before = () => {};
  };
}

/** A destination that does not answer until it is told to; returns what tells it. */
export function holdUp(destination: FakeDestination): () => void {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  destination.before = () => answered;
  return answer;
}
