import type { JsonObject } from "../json-value.js";
import { compileShape, type Envelope, longestShape, otherShape, type ShapeWriter } from "./shape.js";
import { type Member, type Output, quickDepth } from "./value-writers.js";

/** An object may come with so many different sequences of keys before it is left to the plain path. */
const mostShapes = 32;
/** All keys of a sequence together. What is compiled stays, and a sender may choose keys as long as a body. */
const mostKeyText = 4096;

/** Writes the objects of one place of an event. Each sequence of keys that turns up is compiled once. */
export class ObjectWriter {
  readonly #memberOf: (name: string) => Member | undefined;
  readonly #output: Output;
  readonly #envelope: Envelope | undefined;
  readonly #shapes = new Map<string, ShapeWriter>();
  /** The last one that fitted: callers mostly send the same keys again. */
  #last: ShapeWriter = () => otherShape;

  /** @param memberOf what becomes of a property; `undefined` leaves objects that have it to the plain path */
  constructor(memberOf: (name: string) => Member | undefined, output: Output, envelope?: Envelope) {
    this.#memberOf = memberOf;
    this.#output = output;
    this.#envelope = envelope;
  }

  /** Writes an object; `undefined` where it is out of the ordinary. */
  write(value: object, timestamp = ""): JsonObject | undefined {
    if (++this.#output.depth > quickDepth) return undefined;
    let copy = this.#last(value, timestamp);
    if (copy === otherShape) copy = this.#shapeOf(value)?.(value, timestamp);
    this.#output.depth--;
    return copy === otherShape ? undefined : copy;
  }

  #shapeOf(value: object): ShapeWriter | undefined {
    const keys = Object.keys(value);
    const name = keys.join("\n");
    let shape = this.#shapes.get(name);
    if (shape === undefined) {
      if (keys.length > longestShape || name.length > mostKeyText) return undefined;
      if (this.#shapes.size >= mostShapes) return undefined;
      const members = keys.map(this.#memberOf).filter((member) => member !== undefined);
      if (members.length < keys.length) return undefined;
      shape = compileShape(keys, members, this.#output, this.#envelope);
      this.#shapes.set(name, shape);
    }
    this.#last = shape;
    return shape;
  }
}
