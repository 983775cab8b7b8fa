import { schemas } from "./recorded-services.js";

/** What was done, written down beside the server in the form in which the log should have it. */
export class Diary {
  readonly entries: Record<string, unknown>[] = [];

  contents(event: Record<string, unknown>): void {
    // A log has what an action has not as an absent key, never as null.
    this.#add(schemas.contents, 1, event);
    this.#add(schemas.contentsService, "1", event);
  }

  checkpoint(event: Record<string, unknown>): void {
    this.#add(schemas.checkpoints, 1, event);
  }

  terminal(event: Record<string, unknown>): void {
    this.#add(schemas.terminals, 1, event);
  }

  #add(schema: string, version: number | string, event: Record<string, unknown>): void {
    this.entries.push({
      __schema__: schema,
      __schema_version__: version,
      __metadata_version__: 1,
      ...event,
    });
  }
}

/** Events in short: the subject of each and what a function picks of it. Looks, whose number is a client's affair, are left out. */
export function inShort(
  events: readonly Record<string, unknown>[],
  pick: (event: Record<string, unknown>) => unknown[],
): unknown[][] {
  const subjects = new Map(Object.entries(schemas).map(([subject, id]) => [id as string, subject]));
  return events
    .filter(({ action }) => action !== "get")
    .map((event) => [subjects.get(String(event.__schema__)), ...pick(event)]);
}
