import type { DaybookServer } from "../../support/daybook.js";
import { attempt, attemptSchema } from "../programs/attempt.js";
import type { Journal } from "./journal.js";

/** What became of one event. `cut`: the connection ended before an answer, so that nobody knows. */
export type Outcome = "acknowledged" | "refused" | "cut";

/** The body that `POST /api/eventlog` takes for an event. */
export function requestBody(sender: string, number: number): string {
  const { $id: schema, version } = attemptSchema;
  return JSON.stringify({ schema, version, event: attempt(sender, number) });
}

/**
 * Posts one event and writes down what is known of it.
 *
 * @throws where the answer is neither 204 nor 503
 */
export async function post(
  server: DaybookServer,
  journal: Journal,
  sender: string,
  number: number,
): Promise<Outcome> {
  await journal.write("attempted", sender, number);
  const answer = await server
    .fetch("api/eventlog", { method: "POST", body: requestBody(sender, number) })
    .catch(() => undefined);
  if (answer === undefined) return "cut";
  await answer.arrayBuffer().catch(() => {});
  if (answer.status !== 204 && answer.status !== 503) throw new Error(`the server answers ${answer.status}`);
  const outcome = answer.status === 204 ? "acknowledged" : "refused";
  await journal.write(outcome, sender, number);
  return outcome;
}

/** Several senders, each of which posts its next event when the last one is answered, until the server is gone. */
export class Load {
  /** Settles when all senders have ended. */
  readonly ended: Promise<unknown>;
  acknowledged = 0;
  refused = 0;
  readonly #attempted = new Map<string, number>();
  readonly #answered = new Map<string, number>();
  #stopped = false;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  constructor(
    server: DaybookServer,
    journal: Journal,
    { name, senders = 6 }: { name: string; senders?: number },
  ) {
    const ends = Array.from({ length: senders }, (_, index) =>
      this.#send(server, journal, `${name}-${index}`),
    );
    this.ended = Promise.all(ends);
  }

  /** Resolves once so many events are acknowledged. @throws where the senders end before */
  async hasAcknowledged(count: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#waiting.push({ count, resolve });
      this.#tell();
    });
    const ended = this.ended.then(() => {
      if (this.acknowledged < count)
        throw new Error(`the senders ended after ${this.acknowledged} of ${count}`);
    });
    await Promise.race([reached, ended]);
  }

  /** The latest event that each sender has begun. */
  attempted(): ReadonlyMap<string, number> {
    return new Map(this.#attempted);
  }

  /** The latest event of each sender whose answer is there. */
  answered(): ReadonlyMap<string, number> {
    return new Map(this.#answered);
  }

  /** Lets each sender end after the event that it waits for. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.ended;
  }

  async #send(server: DaybookServer, journal: Journal, sender: string): Promise<void> {
    for (let number = 1; !this.#stopped; number++) {
      this.#attempted.set(sender, number);
      const outcome = await post(server, journal, sender, number);
      if (outcome === "cut") return;
      this.#answered.set(sender, number);
      this[outcome]++;
      this.#tell();
    }
  }

  #tell(): void {
    for (const { count, resolve } of this.#waiting) if (this.acknowledged >= count) resolve();
    this.#waiting = this.#waiting.filter(({ count }) => this.acknowledged < count);
  }
}
