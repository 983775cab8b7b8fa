import type { EventLog } from "@daybook/eventlog";
import type { Schema } from "../observation/watched-routes.js";
import type { OnFailure } from "../options.js";

/** How long the log may take to say that it could keep an event, in milliseconds: one that hangs cannot. */
const patience = 5000;

/** What happens to actions whose events could not be recorded now: the operator's choice, by schema. */
export class FailurePolicy {
  readonly #log: EventLog;
  readonly #onFailure: Readonly<Record<string, OnFailure>>;

  constructor(log: EventLog, onFailure: Readonly<Record<string, OnFailure>>) {
    this.#log = log;
    this.#onFailure = onFailure;
  }

  /** Those of some schemas without whose events an action must not happen. */
  needed(schemas: readonly Schema[]): readonly Schema[] {
    return schemas.filter(([id]) => Object.hasOwn(this.#onFailure, id) && this.#onFailure[id] === "refuse");
  }

  /** Whether events of all these schemas could be recorded now. Does not reject. */
  async canRecord(schemas: readonly Schema[]): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), patience);
    });
    const ready = Promise.all(schemas.map(([id, version]) => this.#log.ready(id, version))).then(
      () => true,
      () => false,
    );
    return Promise.race([ready, late]).finally(() => clearTimeout(timer));
  }
}
