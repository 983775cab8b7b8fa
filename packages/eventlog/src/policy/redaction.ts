import { type JsonObject, type JsonValue, setOwn } from "../json-value.js";
import { unrestrictedCategories } from "../schema/categories.js";
import type { EventPlace } from "../schema/event-place.js";
import type { SchemaObject } from "../schema/keywords.js";
import type { RegisteredSchema } from "../schema/registered-schema.js";
import type { AllowedSchema } from "./allowed-schemas.js";
import { PolicyNode } from "./policy-node.js";

/** What becomes of a top-level property, and why; said in words by `describe.ts`. */
export type Verdict =
  | "declared-nowhere"
  | "no-categories"
  | "categories-allowed"
  | "property-allowed"
  | "withheld";

/**
 * The policy of one schema: which parts of its events are kept. What is withheld becomes `null`, the key stays.
 * Places are worked out from the schema when an event first holds them, and remembered.
 */
export class Redaction {
  readonly #schema: RegisteredSchema;
  readonly #categories: ReadonlySet<string>;
  readonly #properties: ReadonlySet<string>;
  readonly #numbers = new Map<SchemaObject, number>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #nodes = new Map<string, PolicyNode>();

  constructor(schema: RegisteredSchema, allowed: Required<AllowedSchema>) {
    this.#schema = schema;
    this.#categories = new Set([...unrestrictedCategories, ...allowed.allowedCategories]);
    this.#properties = new Set(allowed.allowedProperties);
    // Names that only patterns declare are decided each time: those that events bring along have no end.
    for (const name of schema.root.propertyNames) this.#verdicts.set(name, this.#decide(name));
  }

  /** The place of the event itself, under the policy. */
  get root(): PolicyNode {
    return this.nodeOf(this.#schema.root);
  }

  /** Redacts an event in place; it must be a copy that nobody else holds. */
  redact(event: JsonObject): void {
    const { root } = this;
    for (const name of Object.keys(event)) {
      const verdict = this.verdict(name);
      if (verdict === "declared-nowhere" || verdict === "withheld") setOwn(event, name, null);
      else if (verdict === "categories-allowed")
        this.#redactBelow(event[name] as JsonValue, root.property(name));
    }
  }

  /** What becomes of a top-level property of this name. */
  verdict(name: string): Verdict {
    return this.#verdicts.get(name) ?? this.#decide(name);
  }

  /** What becomes of what stands at the place of a top-level property, where it is not allowed by its name. */
  verdictOf(place: EventPlace): Verdict {
    if (!this.#schema.usesCategories) return "no-categories";
    return this.allows(place) ? "categories-allowed" : "withheld";
  }

  /** The names in `allowedProperties` that the schema declares. */
  get allowedNames(): string[] {
    return [...this.#properties].filter((name) => this.#schema.root.declares(name));
  }

  /** True where all categories of a place are allowed; a place that declares none follows what it stands in. */
  allows(place: EventPlace): boolean {
    return place.categories.every((category) => this.#categories.has(category));
  }

  /** True for `unrestricted` and what the operator allowed. */
  allowsCategory(category: string): boolean {
    return this.#categories.has(category);
  }

  /** The same for two places that the same parts of the schema describe. */
  signature(place: EventPlace): string {
    return place.signature((schema) => this.#number(schema));
  }

  #decide(name: string): Verdict {
    const { root, usesCategories } = this.#schema;
    if (!root.declares(name)) return "declared-nowhere";
    if (!usesCategories) return "no-categories";
    if (this.#properties.has(name)) return "property-allowed";
    return this.verdictOf(root.property(name));
  }

  #redactBelow(value: JsonValue, node: PolicyNode): void {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const item = node.item(index);
        if (item.withheld) value[index] = null;
        else this.#redactBelow(value[index] as JsonValue, item);
      }
      return;
    }
    for (const name of Object.keys(value)) {
      const member = node.property(name);
      if (member.withheld) setOwn(value, name, null);
      else this.#redactBelow(value[name] as JsonValue, member);
    }
  }

  /** What policy makes of a place; the same node for places that the same parts of the schema describe. */
  nodeOf(place: EventPlace): PolicyNode {
    const signature = this.signature(place);
    let node = this.#nodes.get(signature);
    if (node === undefined) {
      node = new PolicyNode(place, !this.allows(place), this);
      this.#nodes.set(signature, node);
    }
    return node;
  }

  #number(schema: SchemaObject): number {
    const known = this.#numbers.get(schema);
    if (known !== undefined) return known;
    this.#numbers.set(schema, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
