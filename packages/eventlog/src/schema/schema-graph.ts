import { SchemaError } from "../errors.js";
import { bearings, childSchemas, schemasOfSameValue, type SchemaObject } from "./keywords.js";
import type { References } from "./references.js";

/** A value that is looked at by more schemas than this, each as often as it is reached, is more than anybody means. */
const maximumLooks = 10_000;
/** Above this, a compiled schema would have no bound that is worth the name, and an interpreter counts. */
const maximumPaths = 2_000;

type Edges = (schema: SchemaObject) => readonly SchemaObject[];

/**
 * Refuses a document whose references lead round in a circle without coming to another value, or multiply what looks at
 * one value: a few `allOf`s of twice the same reference are a thousand million checks.
 *
 * @throws {SchemaError} naming a reference
 */
export function checkReferences(references: References): void {
  const edges: Edges = (schema) => [
    ...references.follow(schema),
    ...bearings.flatMap((bearing) => schemasOfSameValue(schema, bearing)),
  ];
  const looks = new Map<SchemaObject, number>();
  for (const root of references.schemas) {
    walk(root, edges, looks, {
      leave(schema) {
        const count = edges(schema).reduce((sum, target) => sum + (looks.get(target) ?? 0), 1);
        if (count > maximumLooks) {
          throw new SchemaError(
            `${named([schema])} looks at one value more than ${maximumLooks} times, as its references multiply; refer to the same schema less often`,
            { place: placeOf([schema], references) },
          );
        }
        looks.set(schema, count);
      },
      circle(schemas) {
        throw new SchemaError(
          `${named(schemas)} leads back to itself and never to a part of the value, so that it has no end; take it out`,
          { place: placeOf(schemas, references) },
        );
      },
    });
  }
}

/**
 * True where a compiled schema could take very long on some event: where it refers to itself in more than one way, so
 * that each level of an event multiplies the work, or is very large when all references are written out.
 */
export function isIntricate(document: SchemaObject, references: References): boolean {
  const edges: Edges = (schema) => [...references.follow(schema), ...childSchemas(schema)];
  const order: SchemaObject[] = [];
  const circles: (readonly [from: SchemaObject, to: SchemaObject])[] = [];
  walk(document, edges, new Map(), {
    leave: (schema) => order.push(schema),
    circle: (schemas) => circles.push([schemas.at(-1) as SchemaObject, schemas[0] as SchemaObject]),
  });
  if (circles.length > 1) return true;
  const paths = new Map<SchemaObject, number>([[document, 1]]);
  let total = 0;
  for (const schema of order.toReversed()) {
    const count = paths.get(schema) ?? 0;
    total += count;
    for (const target of edges(schema)) {
      if (!circles.some(([from, to]) => from === schema && to === target))
        paths.set(target, (paths.get(target) ?? 0) + count);
    }
  }
  return total > maximumPaths || circles.some(([from, to]) => paths.get(from) !== paths.get(to));
}

interface Visitor {
  /** When all that a schema leads to has been left. */
  leave(schema: SchemaObject): void;
  /** The schemas of a circle, in order. */
  circle(schemas: readonly SchemaObject[]): void;
}

/** Goes to everything that can be reached, once, and in depth; without recursion, as chains may be long. */
function walk(root: SchemaObject, edges: Edges, left: Map<SchemaObject, unknown>, visitor: Visitor): void {
  const seen = new Set<SchemaObject>();
  const trail: { readonly schema: SchemaObject; readonly targets: SchemaObject[] }[] = [];
  const entered = new Set<SchemaObject>();
  const enter = (schema: SchemaObject) => {
    if (left.has(schema) || seen.has(schema)) return;
    entered.add(schema);
    trail.push({ schema, targets: [...edges(schema)].reverse() });
  };
  enter(root);
  for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
    const target = top.targets.pop();
    if (target === undefined) {
      trail.pop();
      entered.delete(top.schema);
      seen.add(top.schema);
      visitor.leave(top.schema);
    } else if (entered.has(target)) {
      const schemas = trail.map(({ schema }) => schema);
      visitor.circle(schemas.slice(schemas.indexOf(target)));
    } else {
      enter(target);
    }
  }
}

/** Calls a few schemas by the first reference in them. */
function named(schemas: readonly SchemaObject[]): string {
  const [schema, keyword] = firstReference(schemas);
  return keyword === undefined ? "a schema" : `${keyword} "${schema?.[keyword]}"`;
}

function placeOf(schemas: readonly SchemaObject[], references: References): string | undefined {
  const [schema, keyword] = firstReference(schemas);
  return schema && references.placeOf(schema, ...(keyword === undefined ? [] : [keyword]));
}

/** The keyword is left out where there is none: the first schema then stands for all. */
function firstReference(
  schemas: readonly SchemaObject[],
): readonly [schema: SchemaObject | undefined, keyword?: string] {
  for (const schema of schemas) {
    const keyword = ["$ref", "$dynamicRef"].find((name) => typeof schema[name] === "string");
    if (keyword !== undefined) return [schema, keyword];
  }
  return [schemas[0]];
}
