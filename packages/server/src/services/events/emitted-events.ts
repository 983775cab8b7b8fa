import type { EventLog } from "@daybook/eventlog";
import { ServerError } from "../../errors.js";
import { readJson } from "../../http/json-body.js";
import { Recording } from "../eventlog/recording.js";
import { admissionOf, type EventSender } from "../eventlog/sender.js";
import { readEmittedEvent } from "./posted-event.js";

/** Events that front ends post to `/api/events` of another server, which has taken them. */
export class EmittedEvents {
  readonly #log: EventLog;
  readonly #recording: Recording;
  readonly #reserved: readonly string[];

  /** @param reserved ids of schemas whose events nobody posts */
  constructor(log: EventLog, reserved: readonly string[]) {
    this.#log = log;
    this.#recording = new Recording(log);
    this.#reserved = reserved;
  }

  /**
   * Records what was posted as `POST /api/events` of our server does: where its schema is allowed. Schemas that only the other
   * server knows are passed over.
   *
   * @example
   * await events.offer(Buffer.from('{"schema_id": "a/b", "version": 1, "data": {}}'), { username: "ada" });
   *
   * @returns why it is not recorded, without anything of the event; `undefined` where it is, or need not be
   */
  async offer(body: Buffer, sender: EventSender): Promise<string | undefined> {
    try {
      const posted = readEmittedEvent(readJson(body));
      await this.#recording.offer(admissionOf(this.#log, sender, this.#reserved)(posted));
      return undefined;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return error.code === "unknown-schema" ? undefined : error.code;
    }
  }
}
