import type { SchemaObject } from "@daybook/eventlog";

/** A schema document that has what every registered schema has. */
export type EventSchema = SchemaObject & { readonly $id: string; readonly version: number | string };

const order = new Intl.Collator("en", { numeric: true });

/** The order of ids, then of versions: 2 before 10. */
export function byIdAndVersion(left: EventSchema, right: EventSchema): number {
  if (left.$id !== right.$id) return left.$id < right.$id ? -1 : 1;
  return order.compare(String(left.version), String(right.version));
}
