import type { EventLog, LiveEvent } from "@daybook/eventlog";
import { type Frame, frameOf, textFrame } from "./frame.js";
import { ReplayBuffer } from "./replay-buffer.js";
import type { Wish } from "./subscribe-query.js";
import type { Subscriber } from "./subscriber.js";

/** So many subscribers are written to before anybody else has a turn: some milliseconds of work. */
const atOnce = 200;

/** For catching up: a JupyterLab that was away for minutes, not a second log. */
const replayLimits = { events: 10_000, size: 4 * 1024 * 1024 };

/** Subscribers who want the same. */
interface Group {
  readonly schemas: ReadonlySet<string> | undefined;
  readonly members: Set<Subscriber>;
}

/** An event that waits for its round. */
interface Waiting {
  readonly number: number;
  readonly event: LiveEvent;
  frame?: Frame;
}

/**
 * Everybody who watches the log over a WebSocket. Events are sent in rounds: what has come since the last round is framed
 * once, joined once for all who want the same, and written to each of them, some at a time. However many there are, the
 * server stays free for others in between, and the more comes during a round, the more goes out with one write in the next.
 *
 * ```
 * log.live ─▶ replay buffer
 *          └▶ waiting ─▶ round: one buffer for each group ─▶ 200 writes ─▶ others ─▶ 200 writes ─▶ .. ─▶ next round
 * ```
 */
export class Subscriptions {
  readonly #replay = new ReplayBuffer(replayLimits);
  readonly #groups = new Map<string, Group>();
  readonly #unsubscribe: () => void;
  #waiting: Waiting[] = [];
  #number = 0;
  #inRound = false;

  constructor(log: EventLog) {
    this.#unsubscribe = log.live.subscribe((event) => this.#publish(event));
  }

  /** The number of the last event. */
  get last(): number {
    return this.#number;
  }

  /**
   * Sends a subscriber what they want from now on, and what they missed where they ask for it.
   *
   * @returns ends it
   */
  add(subscriber: Subscriber, { schemas, since }: Wish): () => void {
    const key = schemas === undefined ? "" : JSON.stringify(schemas);
    const group = this.#groups.get(key) ?? { schemas: schemas && new Set(schemas), members: new Set() };
    this.#groups.set(key, group);
    if (since !== undefined) subscriber.catchUp(this.#replayed(group, since));
    group.members.add(subscriber);
    return () => {
      group.members.delete(subscriber);
      if (group.members.size === 0 && this.#groups.get(key) === group) this.#groups.delete(key);
    };
  }

  /** Ends it for all. Their sockets are closed by others. */
  close(): void {
    this.#unsubscribe();
    this.#groups.clear();
    this.#waiting = [];
  }

  #publish(event: LiveEvent): void {
    // What is only broadcast is for those who are there.
    if (event.recorded) this.#replay.add(event);
    this.#number++;
    if (this.#groups.size === 0) return;
    this.#waiting.push({ number: this.#number, event });
    if (this.#inRound) return;
    this.#inRound = true;
    setImmediate(() => this.#round());
  }

  /** First a frame that says whether all is there, then the events. */
  #replayed({ schemas }: Group, since: number): Buffer {
    const { events, complete } = this.#replay.since(since);
    const wanted = events.filter(({ schema }) => schemas?.has(schema) ?? true);
    const notice = {
      schema_id: "daybook/replay",
      since: new Date(since).toISOString(),
      complete,
      events: wanted.length,
    };
    return Buffer.concat([textFrame(JSON.stringify(notice)), ...wanted.map(frameOf)]);
  }

  #round(): void {
    const events = this.#waiting;
    this.#waiting = [];
    const writes = this.#writes(events);
    const next = (): void => {
      for (let count = 0; count < atOnce; count++) {
        const write = writes.next();
        if (!write.done) continue;
        this.#inRound = this.#waiting.length > 0;
        if (this.#inRound) setImmediate(() => this.#round());
        return;
      }
      setImmediate(next);
    };
    next();
  }

  /** Writes to one subscriber after the other. Those who come meanwhile are passed over by their number. */
  *#writes(events: readonly Waiting[]): Generator<void> {
    for (const { schemas, members } of this.#groups.values()) {
      const wanted = events.filter(({ event }) => schemas?.has(event.schema) ?? true);
      const last = wanted.at(-1);
      if (last === undefined) continue;
      const all = joined(wanted);
      const first = (wanted[0] as Waiting).number;
      for (const member of members) {
        if (member.from < first) member.send(all.frames, all.before);
        else if (member.from < last.number) {
          const rest = joined(wanted.filter(({ number }) => number > member.from));
          member.send(rest.frames, rest.before);
        }
        yield;
      }
    }
  }
}

/** The frames of events one after the other, and how many bytes come before the last one. */
function joined(events: readonly Waiting[]): { readonly frames: Buffer; readonly before: number } {
  const frames = events.map((waiting) => {
    waiting.frame ??= frameOf(waiting.event);
    return waiting.frame;
  });
  const bytes = frames.length === 1 ? (frames[0] as Frame) : Buffer.concat(frames);
  return { frames: bytes, before: bytes.length - (frames.at(-1) as Frame).length };
}
