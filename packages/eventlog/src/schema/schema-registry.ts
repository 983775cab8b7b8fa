import { SchemaError, UnknownSchemaError } from "../errors.js";
import { RegisteredSchema } from "./registered-schema.js";

/** The schemas that a log knows, by id and version. Several versions of one schema live side by side. */
export class SchemaRegistry {
  readonly #versions = new Map<string, Map<string, RegisteredSchema>>();

  /** @throws {SchemaError} where the schema is wrong, or its id and version are registered already */
  register(source: unknown): RegisteredSchema {
    const schema = new RegisteredSchema(source);
    const versions = this.#versions.get(schema.id) ?? new Map<string, RegisteredSchema>();
    const key = String(schema.version);
    if (versions.has(key)) {
      throw new SchemaError(
        `schema ${schema.id} version ${schema.version} is registered already; a changed schema needs a new version`,
        { code: "duplicate-schema", place: "/version" },
      );
    }
    versions.set(key, schema);
    this.#versions.set(schema.id, versions);
    return schema;
  }

  has(id: string, version: number | string): boolean {
    return this.#versions.get(id)?.has(String(version)) === true;
  }

  /** @throws {UnknownSchemaError} naming the versions that there are */
  get(id: string, version: number | string): RegisteredSchema {
    const versions = this.#versions.get(id);
    const schema = versions?.get(String(version));
    if (schema !== undefined) return schema;
    if (versions === undefined) throw new UnknownSchemaError(`schema ${shown(id)} is not registered`);
    const known = [...versions.keys()].join(", ");
    throw new UnknownSchemaError(`schema ${id} has no version ${shown(version)} (registered: ${known})`);
  }

  /** All schemas, in the order of their ids, then as they were registered. */
  all(): RegisteredSchema[] {
    return [...this.#versions.keys()].sort().flatMap((id) => [...(this.#versions.get(id)?.values() ?? [])]);
  }
}

/** A caller may pass anything for an id; an error text is no place for a megabyte of it. */
function shown(value: unknown): string {
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
