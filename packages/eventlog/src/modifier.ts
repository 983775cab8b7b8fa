import { EventLogError } from "./errors.js";
import type { JsonObject } from "./json-value.js";
import { PerSchema } from "./per-schema.js";
import type { RegisteredSchema } from "./schema/registered-schema.js";
import { copyEvent } from "./schema-recorder.js";

/** Changes the data of an event before it is validated; the object it gets is its own. */
export type Modifier = (schema: string, event: JsonObject) => Record<string, unknown>;

/** The modifiers of a log. */
export class Modifiers extends PerSchema<Modifier> {
  /**
   * What they make of an event, one after the other. The caller's object stays as it is.
   *
   * @throws {EventLogError} code `modifier-failed`
   */
  apply({ id, subject }: RegisteredSchema, event: object): object {
    if (this.size === 0) return event;
    let data = copyEvent(event, subject);
    for (const modifier of this.of(id)) {
      // What a modifier returns may be anything, also an object that it keeps, so it is copied again.
      data = copyEvent(runModifier(modifier, id, data), subject);
    }
    return data;
  }
}

function runModifier(modifier: Modifier, schema: string, event: JsonObject): unknown {
  let modified: unknown;
  try {
    modified = modifier(schema, event);
  } catch (error) {
    // Its message may quote what policy has yet to withhold, so ours does not repeat it.
    throw new EventLogError("modifier-failed", `a modifier of ${schema} threw`, { cause: error });
  }
  if (!(modified instanceof Promise)) return modified;
  // As data, a promise would be an empty event.
  modified.catch(() => {});
  throw new EventLogError(
    "modifier-failed",
    `a modifier of ${schema} is asynchronous; it must return the event`,
  );
}
