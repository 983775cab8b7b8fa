import type { JsonObject } from "../json-value.js";
import { type ObjectShape, otherShape } from "./shape.js";
import type { Shapes } from "./shapes.js";
import { type Output, quickDepth } from "./value-writers.js";

/** Writes the objects of one place inside events. */
export class ObjectWriter {
  readonly #output: Output;
  readonly #shapes: Shapes<ObjectShape>;

  constructor(output: Output, shapes: Shapes<ObjectShape>) {
    this.#output = output;
    this.#shapes = shapes;
  }

  /** Writes an object; `undefined` where it is out of the ordinary. */
  write(value: object): JsonObject | undefined {
    if (++this.#output.depth > quickDepth) return undefined;
    let written = this.#shapes.last(value);
    if (written === otherShape) written = this.#shapes.of(value)?.(value);
    this.#output.depth--;
    return written === otherShape ? undefined : written;
  }
}
