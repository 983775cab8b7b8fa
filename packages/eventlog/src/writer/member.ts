import type { PlaceRule } from "../schema/place-rule.js";
import type { ValueWriter } from "./value-writers.js";

/** What becomes of a value at one place. */
export interface Member {
  /** `free`: written whole. `partial`: something inside is withheld. `withheld`: `null` is written. */
  readonly fate: "free" | "partial" | "withheld";
  readonly write: ValueWriter;
  /** What is valid here, where the writers see to it themselves; `undefined` where the validator does. */
  readonly rule: PlaceRule | undefined;
}
