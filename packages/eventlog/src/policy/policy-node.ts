import type { EventPlace } from "../schema/event-place.js";
import { type PlaceRule, placeRule } from "../schema/place-rule.js";

/** What a node asks of the policy it belongs to. */
export interface PlacePolicy {
  allowsCategory(category: string): boolean;
  nodeOf(place: EventPlace): PolicyNode;
}

/** A place of the event under the policy, with the places below it. */
export class PolicyNode {
  /** The value becomes `null`, with all that is in it. */
  readonly withheld: boolean;
  /** Nothing below is withheld, whatever an event holds there. */
  readonly free: boolean;
  /** The schema names members of objects here, or says something of all of them. */
  readonly declaresMembers: boolean;
  /** What is valid here, where a glance can tell. */
  readonly rule: PlaceRule | undefined;
  /** The schema says something of the elements of arrays here. */
  readonly declaresItems: boolean;
  readonly #place: EventPlace;
  readonly #policy: PlacePolicy;
  readonly #declared: ReadonlySet<string>;
  readonly #members = new Map<string, PolicyNode>();
  readonly #items: PolicyNode[] = [];
  readonly #tupleLength: number;

  constructor(place: EventPlace, withheld: boolean, policy: PlacePolicy) {
    this.#place = place;
    this.withheld = withheld;
    this.#policy = policy;
    this.#declared = new Set(place.propertyNames);
    this.free = !withheld && place.categoriesBelow.every((category) => policy.allowsCategory(category));
    this.declaresMembers = this.#declared.size > 0;
    this.rule = placeRule(place);
    this.#tupleLength = place.tupleLength;
    this.declaresItems = place.item(this.#tupleLength).schemas.length > 0;
  }

  /** Whether rules alone tell what is valid here, and everywhere below. */
  get isPlain(): boolean {
    // Below a place that has a rule, no place leads back to it: references have none.
    if (this.rule === undefined) return false;
    return (
      [...this.#declared].every((name) => this.property(name).isPlain) &&
      (!this.declaresItems || this.item(0).isPlain)
    );
  }

  /** True where the schema says nothing of what stands here. */
  get takesAnything(): boolean {
    return this.#place.schemas.length === 0;
  }

  /** True where the schema declares a member of this name. */
  declares(name: string): boolean {
    return this.#declared.has(name);
  }

  property(name: string): PolicyNode {
    let node = this.#members.get(name);
    if (node === undefined) {
      node = this.#policy.nodeOf(this.#place.property(name));
      // Only names of the schema are remembered: those that events bring along have no end.
      if (this.#declared.has(name)) this.#members.set(name, node);
    }
    return node;
  }

  item(index: number): PolicyNode {
    const position = Math.min(index, this.#tupleLength);
    let node = this.#items[position];
    if (node === undefined) {
      node = this.#policy.nodeOf(this.#place.item(position));
      this.#items[position] = node;
    }
    return node;
  }
}
