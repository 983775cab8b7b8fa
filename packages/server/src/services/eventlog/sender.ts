import type { EventLog } from "@daybook/eventlog";
import { serverError } from "../../errors.js";
import type { PostedEvent } from "./posted-event.js";

/** Who posts events, confirmed by somebody else, and what that says of the events. */
export interface EventSender {
  readonly username: string;
  /** Properties that can have no other value: filled in where the schema has them, refused where the event differs. */
  readonly confirmed?: Readonly<Record<string, string>>;
  /** Properties that are filled in where the schema has them and the event does not. */
  readonly known?: Readonly<Record<string, string>>;
}

/** Makes of an event, as it was posted, the one to record. @throws {ServerError} where it is not its sender's to post */
export type Admission = (event: PostedEvent) => PostedEvent;

/**
 * What may be posted by a sender.
 *
 * @example
 * const admit = admissionOf(log, { username: "ada", confirmed: { username: "ada" } }, []);
 * admit({ schema: "hub.jupyter.org/server-action", version: 1, event: { action: "start", servername: "" } });
 * // the same with `username: "ada"`; with the name of somebody else it throws
 *
 * @param reserved ids of schemas whose events nobody posts
 */
export function admissionOf(log: EventLog, sender: EventSender, reserved: readonly string[]): Admission {
  const { confirmed = {}, known = {} } = sender;
  return (posted) => {
    if (reserved.includes(posted.schema)) {
      throw serverError("schema-not-allowed", `Events of ${posted.schema} cannot be posted`);
    }
    const event = { ...posted.event };
    for (const [name, value] of Object.entries(confirmed)) {
      const claim = event[name];
      if (typeof claim === "string" ? claim !== value : claim !== undefined && claim !== null) {
        throw serverError("other-user", `'${name}' does not name the sender of the event`);
      }
    }
    const declared = declaredBy(log, posted);
    for (const [name, value] of Object.entries({ ...known, ...confirmed })) {
      const isMissing = event[name] === undefined || (event[name] === null && name in confirmed);
      if (isMissing && Object.hasOwn(declared, name)) event[name] = value;
    }
    return { ...posted, event };
  };
}

/** The properties of an event's schema; none where that is not registered, which is told by whoever records it. */
function declaredBy(log: EventLog, { schema, version }: PostedEvent): object {
  type Document = { $id?: unknown; version?: unknown; properties?: object };
  const documents = log.schemas as readonly Document[];
  const found = documents.find(
    (document) => document.$id === schema && String(document.version) === String(version),
  );
  return found?.properties ?? {};
}
