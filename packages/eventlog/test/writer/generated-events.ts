import type { Dice } from "./dice.js";
import { type Inside, patternedName, type Plan, type Shape } from "./generated-schemas.js";
import { makeOdd, oddName, oddTexts } from "./odd-values.js";

type Json = Record<string, unknown>;

/** Texts that no schema lists are all different, and begin so: a line that should not hold one can be searched for it. */
export const marker = /«\d+»/g;

/** Makes events for a plan. What it makes depends on nothing but the dice. */
export class EventMaker {
  readonly #plan: Plan;
  readonly #dice: Dice;
  #texts = 0;

  constructor(plan: Plan, dice: Dice) {
    this.#plan = plan;
    this.#dice = dice;
  }

  /** An event as callers send them: plain data that fits the schema. */
  fitting(): Json {
    return this.#members({ kind: "object", ...this.#plan }, 3);
  }

  /** Makes something out of the ordinary of an event. What comes back may be no object at all. */
  spoil(event: Json): unknown {
    const dice = this.#dice;
    if (dice.chance(2)) return makeOdd(dice, () => this.#text("any"), event, event);
    let spoilt: unknown = event;
    for (let count = 1 + dice.below(3); count > 0; count--) {
      // What was spoilt once may be hard to spoil again: a frozen object, a getter that throws.
      const before = spoilt;
      spoilt = safely(() => this.#spoilOnce(before)) ?? before;
    }
    return spoilt;
  }

  #spoilOnce(event: unknown): unknown {
    const dice = this.#dice;
    if (typeof event !== "object" || event === null) return event;
    const containers = [...containersIn(event)];
    const container = dice.chance(30) ? event : dice.pick(containers);
    const names = Object.keys(container);
    const name = names.length > 0 ? dice.pick(names) : "a";
    const odd = () => makeOdd(dice, () => this.#text("any"), event, container);
    switch (dice.below(12)) {
      case 0:
        Reflect.deleteProperty(container, name);
        return event;
      case 1:
        return this.#add(event, container, this.#anything(2));
      case 2:
        return this.#add(event, container, odd());
      case 3:
        return this.#reorder(event, container);
      case 4:
      case 5:
        this.#put(container, name, this.#anything(2));
        return event;
      case 6:
        this.#put(
          container,
          name,
          dice.pick([`${this.#text("any")}${dice.pick(oddTexts)}`, dice.pick(oddTexts)]),
        );
        return event;
      case 7:
        return replaced(event, container, this.#disguised(container as Json));
      default:
        this.#put(container, name, odd());
        return event;
    }
  }

  #put(container: object, name: string, value: unknown): void {
    Object.defineProperty(container, name, { value, enumerable: true, configurable: true, writable: true });
  }

  #add(event: object, container: object, value: unknown): object {
    const dice = this.#dice;
    if (Array.isArray(container)) {
      if (dice.chance(70)) container.splice(dice.below(container.length + 1), 0, value);
      else (container as unknown as Json).extra = value;
    } else {
      const known = [
        "a",
        "0",
        "p2-x",
        "toJSON",
        "constructor",
        "__proto__",
        "__schema__",
        "__timestamp__",
        "__x",
      ];
      this.#put(container, dice.pick([...known, `${this.#text("any")}`, oddName(dice)]), value);
    }
    return event;
  }

  /** The same members in another order. */
  #reorder(event: object, container: object): object {
    const members = this.#dice.shuffled(Object.entries(container));
    if (Array.isArray(container)) {
      container.splice(0, container.length, ...members.map(([, value]) => value));
    } else {
      for (const [name] of members) Reflect.deleteProperty(container, name);
      for (const [name, value] of members) this.#put(container, name, value);
    }
    return event;
  }

  /** Something that is no object literal, with the same members. */
  #disguised(container: Json): object {
    const dice = this.#dice;
    const withPrototype = (prototype: object | null) =>
      Object.create(prototype, Object.getOwnPropertyDescriptors(container));
    switch (dice.below(9)) {
      case 0:
        return new Proxy(container, {});
      case 1:
        return Array.isArray(container) ? Object.setPrototypeOf(container, null) : withPrototype(null);
      case 2:
        return withPrototype({ inherited: this.#text("any") });
      case 3:
        return withPrototype(class Event {}.prototype);
      case 4:
        return Object.freeze(container);
      case 5:
        return withPrototype({ toJSON: () => container });
      case 6:
        Object.defineProperty(container, "hidden", { value: this.#text("any"), configurable: true });
        return container;
      case 7:
        Object.defineProperty(container, Symbol("hidden"), { value: this.#text("any"), enumerable: true });
        return container;
      default:
        for (const name of Object.keys(container)) {
          const value = container[name];
          if (Array.isArray(container)) continue;
          Object.defineProperty(container, name, { get: () => value, enumerable: true, configurable: true });
        }
        return container;
    }
  }

  #text(rule: "any" | "long" | "short"): string {
    const text = `«${this.#texts++}»`;
    if (rule === "short") return text.slice(0, 12);
    return rule === "long" || this.#dice.chance(30) ? `${text} words and more` : text;
  }

  #fitting(shape: Shape, budget: number): unknown {
    const dice = this.#dice;
    const { inside } = shape;
    switch (inside.kind) {
      case "text":
        return this.#text(inside.rule);
      case "number":
        return dice.pick([0, 1, -1, 0.5, 1e21, 1e-7, 2 ** 53 + 1, -1.5e300, 2 ** 64]);
      case "integer":
        return dice.pick([0, 1, -17, 2 ** 53 + 1, 1e21]);
      case "boolean":
        return dice.chance(50);
      case "null":
        return null;
      case "anything":
        return this.#anything(budget);
      case "nothing":
        return null;
      case "listed":
        return structuredClone(dice.pick(inside.values));
      case "types":
        return this.#ofType(dice.pick(inside.types), budget);
      case "itself":
        return budget <= 1 || dice.chance(60)
          ? null
          : this.#members({ kind: "object", ...this.#plan }, budget - 2);
      case "named":
        return budget <= 0 ? null : this.#fitting(this.#plan.definitions[inside.name]!, budget - 1);
      case "object":
        return this.#members(inside, budget);
      case "items":
        return Array.from({ length: budget <= 0 ? 0 : dice.below(4) }, () =>
          this.#fitting(inside.item, budget - 1),
        );
      case "tuple": {
        const items = inside.items.map((item) => (budget <= 0 ? null : this.#fitting(item, budget - 1)));
        if (inside.rest === undefined || inside.rest === false || budget <= 0) return items;
        return [...items, ...Array.from({ length: dice.below(3) }, () => this.#rest(inside.rest, budget))];
      }
    }
  }

  #members(inside: Inside & { kind: "object" }, budget: number): Json {
    const dice = this.#dice;
    const made: Json = {};
    // Most callers always send the same members.
    const all = dice.chance(80);
    for (const [index, [name, member]] of Object.entries(inside.members).entries()) {
      const required = inside.required && index < 2;
      // What cannot be fitted is best left out.
      const impossible = member.inside.kind === "nothing" || (budget <= 0 && recursive(member));
      if (!required && (impossible || (!all && dice.chance(30)))) continue;
      this.#put(made, name, this.#fitting(member, budget - 1));
    }
    if (inside.pattern !== undefined && budget > 0 && inside.pattern.inside.kind !== "nothing") {
      if (dice.chance(30)) made[patternedName] = this.#fitting(inside.pattern, budget - 1);
    }
    if (inside.rest === true || (typeof inside.rest === "object" && inside.rest.inside.kind !== "nothing")) {
      if (budget > 0 && dice.chance(30))
        made[dice.pick(["rest", "r2", "_"])] = this.#rest(inside.rest, budget);
    }
    return made;
  }

  #rest(rest: Shape | boolean | undefined, budget: number): unknown {
    return typeof rest === "object" ? this.#fitting(rest, budget - 1) : this.#anything(budget - 1);
  }

  #ofType(type: string, budget: number): unknown {
    switch (type) {
      case "string":
        return this.#text("any");
      case "array":
        return Array.from({ length: budget <= 0 ? 0 : this.#dice.below(3) }, () =>
          this.#anything(budget - 1),
        );
      case "object":
        return this.#free(budget);
      default:
        return this.#fitting(
          { categories: [], wrapping: "beside", inside: { kind: type } as Inside },
          budget,
        );
    }
  }

  #anything(budget: number): unknown {
    const types = ["string", "number", "boolean", "null", "integer", "array", "object"];
    return this.#ofType(this.#dice.pick(budget <= 0 ? types.slice(0, 5) : types), budget);
  }

  #free(budget: number): Json {
    const made: Json = {};
    if (budget <= 0) return made;
    for (let count = this.#dice.below(4); count > 0; count--) {
      made[this.#dice.pick(["a", "b", "kind", "0", "some key", "line\u2028end", 'quo"te'])] = this.#anything(
        budget - 1,
      );
    }
    return made;
  }
}

function recursive({ inside }: Shape): boolean {
  return ["named", "tuple", "items", "object"].includes(inside.kind);
}

/** All objects and arrays that an event holds in plain sight. */
function containersIn(value: unknown, found = new Set<object>()): Set<object> {
  if (typeof value !== "object" || value === null || found.has(value)) return found;
  const prototype = safely(() => Object.getPrototypeOf(value));
  if (found.size > 0 && prototype !== Object.prototype && prototype !== Array.prototype) return found;
  const descriptors: PropertyDescriptorMap = safely(() => Object.getOwnPropertyDescriptors(value)) ?? {};
  const open = safely(() => Object.isExtensible(value)) && found.size < 200;
  if (open || found.size === 0) found.add(value);
  for (const descriptor of Object.values(descriptors)) containersIn(descriptor.value, found);
  return found;
}

function safely<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The event with one of its containers replaced. */
function replaced(event: object, old: object, by: object): object {
  if (event === old) return by;
  for (const container of containersIn(event)) {
    for (const [name, descriptor] of Object.entries<PropertyDescriptor>(
      Object.getOwnPropertyDescriptors(container),
    )) {
      if (descriptor.value === old) Reflect.defineProperty(container, name, { ...descriptor, value: by });
    }
  }
  return event;
}
