import { EventLogError } from "../errors.js";
import { isObject } from "../json-value.js";

/** What is recorded of one schema beyond its unrestricted properties. */
export interface AllowedSchema {
  /** Categories of data that may be recorded, beside `unrestricted`. Default: none. */
  readonly allowedCategories?: readonly string[];
  /** Top-level properties that are recorded whole, whatever their categories. Default: none. */
  readonly allowedProperties?: readonly string[];
}

/** Which schemas are recorded: ids, or ids with what is allowed of each. */
export type AllowedSchemas = readonly string[] | Readonly<Record<string, AllowedSchema | null>>;

/** The same in one form. */
export type NormalAllowedSchemas = ReadonlyMap<string, Required<AllowedSchema>>;

const optionNames = ["allowedCategories", "allowedProperties"];

/**
 * Brings `allowedSchemas` into one form and checks it.
 *
 * @throws {EventLogError} code `invalid-policy`, naming the key that is wrong
 */
export function normalizeAllowedSchemas(
  allowed: AllowedSchemas | NormalAllowedSchemas,
): NormalAllowedSchemas {
  if (Array.isArray(allowed)) {
    const ids = checkedNames(allowed, "allowedSchemas");
    return new Map(ids.map((id) => [id, { allowedCategories: [], allowedProperties: [] }]));
  }
  if (!isObject(allowed)) throw wrong("allowedSchemas must be a list of schema ids, or a mapping from ids");
  const normal = new Map<string, Required<AllowedSchema>>();
  for (const [id, options] of allowed instanceof Map ? allowed : Object.entries(allowed)) {
    if (typeof id !== "string") throw wrong("allowedSchemas must be a mapping from ids, which are text");
    const place = `allowedSchemas["${id}"]`;
    if (options !== null && !isObject(options)) throw wrong(`${place} must be a mapping`);
    for (const key of Object.keys(options ?? {})) {
      if (!optionNames.includes(key)) {
        throw wrong(`${place} has the unknown key "${key}"; it takes ${optionNames.join(" and ")}`);
      }
    }
    const { allowedCategories = [], allowedProperties = [] } = (options ?? {}) as AllowedSchema;
    normal.set(id, {
      allowedCategories: checkedNames(allowedCategories, `${place}.allowedCategories`),
      allowedProperties: checkedNames(allowedProperties, `${place}.allowedProperties`),
    });
  }
  return normal;
}

/** @throws {EventLogError} code `invalid-policy`, where it is no list of names */
export function checkedNames(value: unknown, place: string): readonly string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === "string" && name !== ""))
    return [...value];
  throw wrong(`${place} must be a list of names`);
}

function wrong(message: string): EventLogError {
  return new EventLogError("invalid-policy", message);
}
