import type { Member } from "./member.js";
import { type EventShape, type ObjectShape, otherShape } from "./shape.js";

/** Longer objects are better walked than compiled. */
const longestShape = 64;
/** An object may come with so many different sequences of keys before it is left to the plain path. */
const mostShapes = 32;
/** All keys of a sequence together. What is compiled stays, and a sender may choose keys as long as a body. */
const mostKeyText = 4096;

/** Says what becomes of the members of an object; `undefined` leaves objects with these keys to the plain path. */
export type MembersOf = (keys: readonly string[]) => readonly Member[] | undefined;

const fitsNothing = (): typeof otherShape => otherShape;

/** Finds the function for the sequence of keys that an object has. Each sequence that turns up is compiled once. */
export class Shapes<Writer extends ObjectShape | EventShape> {
  readonly #membersOf: MembersOf;
  readonly #compile: (keys: readonly string[], members: readonly Member[]) => Writer;
  readonly #known = new Map<string, Writer>();
  /** The one that fitted last: callers mostly send the same keys again. */
  last: Writer | typeof fitsNothing = fitsNothing;

  constructor(
    membersOf: MembersOf,
    compile: (keys: readonly string[], members: readonly Member[]) => Writer,
  ) {
    this.#membersOf = membersOf;
    this.#compile = compile;
  }

  /** The function for an object that the last one did not fit. */
  of(value: object): Writer | undefined {
    const keys = Object.keys(value);
    const name = keys.join("\n");
    let shape = this.#known.get(name);
    if (shape === undefined) {
      if (keys.length > longestShape || name.length > mostKeyText) return undefined;
      if (this.#known.size >= mostShapes) return undefined;
      const members = this.#membersOf(keys);
      if (members === undefined) return undefined;
      shape = this.#compile(keys, members);
      this.#known.set(name, shape);
    }
    this.last = shape;
    return shape;
  }
}
