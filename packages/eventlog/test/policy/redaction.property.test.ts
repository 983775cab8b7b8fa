import fc from "fast-check";
import { expect, test } from "vitest";
import { EventLog, MemoryHandler } from "../../src/index.js";

type Define = (schema: object) => { $ref: string };

/** Ways to declare categories of a value, and what is inside it, in JSON Schema. All of them must count. */
const wrappings: Record<string, (inside: object, categories: string[], define: Define) => object> = {
  beside: (inside, categories) => ({ ...inside, categories }),
  single: (inside, [category, ...categories]) => ({ ...inside, ...(category && { category }), categories }),
  reference: (inside, categories, define) => define({ ...inside, categories }),
  besideReference: (inside, categories, define) => ({ ...define(inside), categories }),
  chain: (inside, categories, define) => define({ allOf: [define({ ...inside, categories })] }),
  allOf: (inside, categories) => ({ allOf: [inside, ...categories.map((category) => ({ category }))] }),
  anyOf: (inside, [first, ...rest]) => ({
    anyOf: [{ ...inside, categories: first === undefined ? [] : [first] }, { categories: rest }],
  }),
  oneOf: (inside, categories) => ({ oneOf: [{ not: {}, categories }, inside] }),
  condition: (inside, categories) => ({ if: inside, else: { categories } }),
  elsewhere: (inside, categories) => ({ if: { categories }, else: inside }),
};

/** A value with the schema that describes it. */
interface Shape {
  readonly categories: string[];
  readonly wrapping: string;
  readonly inside:
    | { readonly kind: "text" }
    | { readonly kind: "object" | "pattern" | "rest"; readonly members: Record<string, Shape> }
    | { readonly kind: "items" | "tuple"; readonly members: Shape[] };
}

const names = ["a", "b", "0", "a b", "é", "constructor", "hasOwnProperty", "~/"];
const restricted = ["pii", "path", "code"];
const categories = fc.subarray(["unrestricted", "category.jupyter.org/unrestricted", ...restricted]);

const { shape } = fc.letrec<{ shape: Shape }>((tie) => {
  const members = fc.dictionary(fc.constantFrom(...names), tie("shape"), { maxKeys: 3 });
  const inside = fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant({ kind: "text" as const }),
    fc.record({ kind: fc.constantFrom("object" as const, "pattern" as const, "rest" as const), members }),
    fc.record({
      kind: fc.constantFrom("items" as const, "tuple" as const),
      members: fc.array(tie("shape"), { maxLength: 3 }),
    }),
  );
  return { shape: fc.record({ categories, wrapping: fc.constantFrom(...Object.keys(wrappings)), inside }) };
});

const policy = fc.record({
  allowedCategories: fc.subarray(restricted),
  allowedProperties: fc.subarray(names),
});

/** Makes schema and event together. The texts in the event say what should become of them: that is the oracle. */
class Scene {
  readonly definitions: Record<string, object> = {};
  readonly #allowed: readonly string[];
  #texts = 0;

  constructor(allowedCategories: readonly string[]) {
    this.#allowed = ["unrestricted", "category.jupyter.org/unrestricted", ...allowedCategories];
  }

  text(keep: boolean): string {
    return `${keep ? "keep" : "hide"}-${this.#texts++}.`;
  }

  /** @param whole whether the value is kept whatever its categories are */
  make(
    { categories, wrapping, inside }: Shape,
    keptAbove: boolean,
    whole: boolean,
  ): { schema: object; value: unknown } {
    const keep = whole || (keptAbove && categories.every((category) => this.#allowed.includes(category)));
    const { schema, value } = this.#makeInside(inside, keep, whole);
    return { schema: wrappings[wrapping]!(schema, categories, (part) => this.#define(part)), value };
  }

  #makeInside(inside: Shape["inside"], keep: boolean, whole: boolean): { schema: object; value: unknown } {
    if (inside.kind === "text") return { schema: {}, value: this.text(keep) };
    const made = Object.entries(inside.members).map(
      ([name, member]) => [name, this.make(member as Shape, keep, whole)] as const,
    );
    const schemas = made.map(([, { schema }]) => schema);
    const values = made.map(([, { value }]) => value);
    const byName = (entries: unknown[]) =>
      Object.fromEntries(made.map(([name], index) => [name, entries[index]]));
    switch (inside.kind) {
      case "object":
        return {
          schema: { properties: byName(schemas) },
          value: { ...byName(values), more: this.text(keep) },
        };
      case "pattern": {
        const patterns = schemas.map((schema, index) => [`^p${index}-`, schema]);
        const members = values.map((value, index) => [`p${index}-x`, value]);
        return {
          schema: { patternProperties: Object.fromEntries(patterns) },
          value: Object.fromEntries(members),
        };
      }
      case "rest": {
        const [first, ...others] = schemas;
        return {
          schema: { properties: byName([...others, {}]), additionalProperties: first ?? {} },
          value: first === undefined ? {} : { rest: values[0] },
        };
      }
      case "items":
        return { schema: { items: schemas[0] ?? {} }, value: values.slice(0, 1) };
      case "tuple":
        return { schema: { prefixItems: [...schemas, {}] }, value: values };
    }
  }

  #define(schema: object): { $ref: string } {
    const name = `part-${Object.keys(this.definitions).length}`;
    this.definitions[name] = schema;
    return { $ref: `#/$defs/${name}` };
  }
}

test("no withheld text is in any line, and every other one is", () => {
  const shapes = fc.dictionary(fc.constantFrom(...names), shape, { minKeys: 1, maxKeys: 4 });
  fc.assert(
    fc.property(shapes, policy, (shapes, policy) => {
      const scene = new Scene(policy.allowedCategories);
      const properties: Record<string, object> = {};
      const event: Record<string, unknown> = { undeclared: [scene.text(false)] };
      for (const [name, shape] of Object.entries(shapes)) {
        // Each top-level property has to declare some.
        const declaring = shape.categories.length > 0 ? shape : { ...shape, categories: ["unrestricted"] };
        const made = scene.make(declaring, true, policy.allowedProperties.includes(name));
        properties[name] = made.schema;
        event[name] = made.value;
      }
      const memory = new MemoryHandler();
      const log = new EventLog({ handlers: [memory], allowedSchemas: { generated: policy } });
      const $schema = "https://json-schema.org/draft/2020-12/schema";
      log.registerSchema({ $schema, $id: "generated", version: 1, properties, $defs: scene.definitions });
      const returned = log.recordEvent("generated", 1, event);
      const line = memory.records[0]?.line ?? "";
      expect(line).not.toContain("hide-");
      expect(JSON.stringify(returned)).not.toContain("hide-");
      for (const [text] of JSON.stringify(event).matchAll(/keep-\d+\./g)) expect(line).toContain(text);
      expect(Object.keys(memory.events[0] ?? {})).toEqual(expect.arrayContaining(Object.keys(event)));
    }),
    { numRuns: 300 },
  );
});
