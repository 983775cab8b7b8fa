import fc from "fast-check";

/** A value of an event, from which come both the schema that describes it and values that fit. */
export interface Shape {
  readonly categories: readonly string[];
  /** How its categories and its schema are put together: one of {@link wrappings}. */
  readonly wrapping: string;
  readonly inside: Inside;
}

export type Inside =
  | { readonly kind: "text"; readonly rule: "any" | "long" | "short" }
  | { readonly kind: "number" | "integer" | "boolean" | "null" | "anything" | "itself" | "nothing" }
  | { readonly kind: "listed"; readonly values: readonly unknown[] }
  | { readonly kind: "types"; readonly types: readonly string[] }
  | { readonly kind: "named"; readonly name: string }
  | {
      readonly kind: "object";
      readonly members: Readonly<Record<string, Shape>>;
      readonly required: boolean;
      readonly rest: Shape | boolean | undefined;
      readonly pattern: Shape | undefined;
    }
  | { readonly kind: "items"; readonly item: Shape; readonly most: number | undefined }
  | { readonly kind: "tuple"; readonly items: readonly Shape[]; readonly rest: Shape | boolean | undefined };

/** A whole schema and what policy makes of it, to begin with. */
export interface Plan {
  readonly newDialect: boolean;
  readonly categorized: boolean;
  readonly version: number | string;
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: boolean;
  readonly rest: Shape | boolean | undefined;
  readonly pattern: Shape | undefined;
  /** Where its properties stand: in the schema itself, in an `allOf`, in a branch, behind a reference. */
  readonly form: "plain" | "allOf" | "anyOf" | "condition" | "reference";
  readonly definitions: Readonly<Record<string, Shape>>;
  readonly policy: {
    readonly allowedCategories: readonly string[];
    readonly allowedProperties: readonly string[];
  };
}

export const memberNames = [
  ...["a", "b", "path", "kind", "0", "10", "é", "a b", "", "~/", 'say "no"', "back\\slash", "new\nline"],
  ...["line\u2028end", "next\u0085line", "😀", "constructor", "toString", "toJSON", "hasOwnProperty"],
  ...["__proto__", "valueOf", "length", "value", "v0", "$x", "`", "'", "*/", "</script>"],
];
const rootNames = memberNames.filter((name) => !name.startsWith("__"));
const restricted = ["pii", "path", "code"];
const definitionNames = ["part", "a/b ~50%é"];

const categories = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.subarray(["category.jupyter.org/unrestricted", ...restricted], { minLength: 1 }),
  },
  { weight: 2, arbitrary: fc.constantFrom(["unrestricted"], ["pii"], ["path"], ["code"]) },
);

const listed = fc.subarray(
  [
    "open",
    "save",
    'quo"ted',
    "line\u2028",
    "",
    "half\udc00",
    "__proto__",
    0,
    1,
    1e21,
    1.5,
    null,
    true,
    [1],
    { a: 1 },
  ],
  { minLength: 1, maxLength: 5 },
);
const types = fc.subarray(["string", "number", "integer", "boolean", "null", "object", "array"], {
  minLength: 2,
});

type Define = (schema: object) => { $ref: string };

/** Ways to put categories beside what describes a value. */
const wrappings: Record<string, (inside: object, categories: readonly string[], define: Define) => object> = {
  beside: (inside, categories) => ({ ...inside, categories }),
  single: (inside, [category, ...categories]) => ({
    ...inside,
    ...(category && { category }),
    ...(categories.length > 0 && { categories }),
  }),
  reference: (inside, categories, define) => define({ ...inside, categories }),
  besideReference: (inside, categories, define) => ({ ...define(inside), categories }),
  chain: (inside, categories, define) => define({ allOf: [define({ ...inside, categories })] }),
  allOf: (inside, categories) => ({ allOf: [inside, ...categories.map((category) => ({ category }))] }),
  anyOf: (inside, [first, ...rest]) => ({
    anyOf: [{ ...inside, categories: first === undefined ? [] : [first] }, { categories: rest }],
  }),
  strictAnyOf: (inside, categories) => ({ anyOf: [{ const: "nothing else" }, { ...inside, categories }] }),
  oneOf: (inside, categories) => ({ oneOf: [{ not: {}, categories }, inside] }),
  condition: (inside, categories) => ({ if: inside, else: { categories } }),
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
  consequence: (inside, categories) => ({ if: { type: "null" }, then: { categories }, else: inside }),
  negation: (inside, categories) => ({ ...inside, not: { const: "never", categories } }),
};

const { shape } = fc.letrec<{ shape: Shape }>((tie) => {
  const members = fc.dictionary(fc.constantFrom(...memberNames), tie("shape"), { maxKeys: 3 });
  const rest = fc.oneof(fc.constantFrom(undefined, undefined, true, false), tie("shape"));
  const inside: fc.Arbitrary<Inside> = fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("text" as const),
        rule: fc.constantFrom("any", "any", "long", "short"),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom("number", "integer", "boolean", "null", "anything") }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("listed" as const), values: listed }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("types" as const), types }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("named" as const),
        name: fc.constantFrom(...definitionNames),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("itself", "nothing") }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("object" as const),
        members,
        required: fc.boolean(),
        rest,
        pattern: fc.option(tie("shape"), { nil: undefined, freq: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("items" as const),
        item: tie("shape"),
        most: fc.constantFrom(undefined, 3),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("tuple" as const),
        items: fc.array(tie("shape"), { minLength: 1, maxLength: 3 }),
        rest,
      }),
    },
  ) as fc.Arbitrary<Inside>;
  return { shape: fc.record({ categories, wrapping: fc.constantFrom(...Object.keys(wrappings)), inside }) };
});

/** Schemas that rules can tell all of: no references, branches, patterns or limits. */
const { ruledShape } = fc.letrec<{ ruledShape: Shape }>((tie) => {
  const inside: fc.Arbitrary<Inside> = fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant("text" as const), rule: fc.constant("any" as const) }),
    fc.record({ kind: fc.constantFrom("number", "integer", "boolean", "null", "anything") }),
    fc.record({
      kind: fc.constant("listed" as const),
      values: listed
        .map((values) => values.filter((value) => typeof value === "string"))
        .filter(({ length }) => length > 0),
    }),
    fc.record({ kind: fc.constant("types" as const), types }),
    fc.record({
      kind: fc.constant("object" as const),
      members: fc.dictionary(fc.constantFrom(...memberNames), tie("ruledShape"), { maxKeys: 3 }),
      required: fc.boolean(),
      rest: fc.constantFrom(undefined, true, false),
      pattern: fc.constant(undefined),
    }),
    fc.record({
      kind: fc.constant("items" as const),
      item: tie("ruledShape"),
      most: fc.constant(undefined),
    }),
  ) as fc.Arbitrary<Inside>;
  return { ruledShape: fc.record({ categories, wrapping: fc.constant("beside"), inside }) };
});

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  newDialect: fc.boolean(),
  categorized: fc.constantFrom(true, true, true, false),
  version: fc.constantFrom<(number | string)[]>(1, "1", 2.5, 'v"2', "\u2028"),
  members: fc.dictionary(fc.constantFrom(...rootNames), shape, { minKeys: 1, maxKeys: 5 }),
  required: fc.boolean(),
  rest: fc.oneof(fc.constantFrom(undefined, undefined, true, false), shape),
  pattern: fc.option(shape, { nil: undefined, freq: 3 }),
  form: fc.constantFrom("plain", "plain", "allOf", "anyOf", "condition", "reference"),
  // One that were nothing but a name of another could lead round in a circle.
  definitions: fc
    .tuple(...definitionNames.map(() => shape.filter(({ inside }) => inside.kind !== "named")))
    .map((shapes) => Object.fromEntries(shapes.map((made, index) => [definitionNames[index]!, made]))),
  policy: fc.record({
    allowedCategories: fc.subarray(restricted),
    allowedProperties: fc.oneof(
      fc.constant<string[]>([]),
      fc.subarray(rootNames.filter((name) => name !== "")),
    ),
  }),
});

export const plan: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 2, arbitrary: anyPlan },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        anyPlan,
        fc.dictionary(fc.constantFrom(...rootNames), ruledShape, { minKeys: 1, maxKeys: 5 }),
        fc.boolean(),
      )
      .map(([plan, members, closed]): Plan => {
        const rest = closed ? false : undefined;
        return { ...plan, members, rest, pattern: undefined, form: "plain", definitions: {} };
      }),
  },
);

/** The pattern of `patternProperties`, and a name that it matches. */
export const namePattern = "^p\\d";
export const patternedName = "p1-é";

/** Writes out the schema of a plan. */
export function schemaOf(plan: Plan): Record<string, unknown> {
  const definitionsKey = plan.newDialect ? "$defs" : "definitions";
  const definitions: Record<string, object> = {};
  const reference = (name: string) => ({
    $ref: `#/${definitionsKey}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`,
  });
  const define: Define = (schema) => {
    const name = `more-${Object.keys(definitions).length}`;
    definitions[name] = schema;
    return reference(name);
  };
  const make = (shape: Shape, top = false): object => {
    if (!plan.categorized) return wrappings[shape.wrapping]!(insideOf(shape.inside), [], define);
    // Each top-level property has to declare some.
    const categories = top && shape.categories.length === 0 ? ["unrestricted"] : shape.categories;
    return wrappings[shape.wrapping]!(insideOf(shape.inside), categories, define);
  };
  const rest = (shape: Shape | boolean | undefined) => (typeof shape === "object" ? make(shape) : shape);
  const objectOf = (
    inside: Pick<Plan, "members" | "required" | "rest" | "pattern">,
    top: boolean,
  ): object => {
    const properties: Record<string, object> = {};
    for (const [name, member] of Object.entries(inside.members)) {
      Object.defineProperty(properties, name, { value: make(member, top), enumerable: true });
    }
    return {
      type: "object",
      properties,
      ...(inside.required && { required: Object.keys(inside.members).slice(0, 2) }),
      ...(inside.rest !== undefined && { additionalProperties: rest(inside.rest) }),
      ...(inside.pattern && { patternProperties: { [namePattern]: make(inside.pattern, top) } }),
    };
  };
  const insideOf = (inside: Inside): object => {
    switch (inside.kind) {
      case "text":
        if (inside.rule === "any") return { type: "string" };
        return { type: "string", ...(inside.rule === "long" ? { minLength: 4 } : { maxLength: 12 }) };
      case "anything":
        return {};
      case "nothing":
        return { type: "string", not: {} };
      case "itself":
        return { anyOf: [{ type: "null" }, { $ref: "#" }] };
      case "listed":
        return inside.values.length === 1 ? { const: inside.values[0] } : { enum: inside.values };
      case "types":
        return { type: inside.types };
      case "named":
        return reference(inside.name);
      case "object":
        return objectOf(inside, false);
      case "items":
        return { type: "array", items: make(inside.item), ...(inside.most && { maxItems: inside.most }) };
      case "tuple": {
        const items = inside.items.map((item) => make(item));
        const more = inside.rest === undefined ? undefined : rest(inside.rest);
        return plan.newDialect
          ? { type: "array", prefixItems: items, ...(more !== undefined && { items: more }) }
          : { type: "array", items, ...(more !== undefined && { additionalItems: more }) };
      }
      default:
        return { type: inside.kind };
    }
  };
  for (const [name, shape] of Object.entries(plan.definitions)) definitions[name] = make(shape);
  const content = formOf(plan.form, objectOf(plan, true), define);
  const $schema = plan.newDialect
    ? "https://json-schema.org/draft/2020-12/schema"
    : "http://json-schema.org/draft-07/schema#";
  return {
    $schema,
    $id: 'example.org/generated "1"',
    version: plan.version,
    properties: {},
    ...content,
    [definitionsKey]: definitions,
  };
}

function formOf(form: Plan["form"], content: object, define: Define): object {
  switch (form) {
    case "plain":
      return content;
    case "allOf":
      return { allOf: [content] };
    case "anyOf":
      return { anyOf: [{ required: ["surely not there"] }, content] };
    case "condition":
      // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
      return { if: {}, then: content };
    case "reference":
      return { allOf: [define(content)] };
  }
}
