import type { SchemaDescription } from "@daybook/eventlog";

/** The answer of `GET /api/eventlog/schemas`. */
export function describeForApi(schemas: readonly SchemaDescription[]) {
  return schemas.map(({ schema, version, title, description, allowed, properties }) => ({
    schema,
    version,
    title: title ?? null,
    description: description ?? null,
    allowed,
    // fromEntries makes own properties of all names, `__proto__` too.
    properties: Object.fromEntries(
      properties.map(({ name, categories, recorded }) => [name, { categories, recorded }]),
    ),
  }));
}
