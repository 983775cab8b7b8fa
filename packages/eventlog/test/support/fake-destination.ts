import type { Destination, SendResult, SpooledEvent } from "../../src/index.js";

/** A destination in memory that does what a test tells it. */
export class FakeDestination implements Destination {
  /** The lines that have arrived. */
  readonly lines: string[] = [];
  /** How many events each attempt brought. */
  readonly attempts: number[] = [];
  /** What happens at a send before anything arrives; it may throw. */
  before: (batch: readonly SpooledEvent[], signal: AbortSignal) => unknown = () => {};
  /** What is answered once all but the refused has arrived. */
  answer: (batch: readonly SpooledEvent[]) => SendResult = () => ({});
  closed = 0;

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    this.attempts.push(batch.length);
    await this.before(batch, signal);
    const answer = this.answer(batch);
    const refused = new Set(answer.refused?.map(({ event }) => event));
    for (const event of batch) if (!refused.has(event)) this.lines.push(event.line);
    return answer;
  }

  async close(): Promise<void> {
    this.closed++;
  }

  /** The numbers of the sample records that have arrived. */
  get numbers(): number[] {
    return this.lines.map((line) => JSON.parse(line).number);
  }
}
