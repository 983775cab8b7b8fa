import { isObject } from "../json-value.js";
import type { EventPlace } from "./event-place.js";

export type JsonType = "string" | "number" | "integer" | "boolean" | "null" | "object" | "array";

const jsonTypes: readonly JsonType[] = ["string", "number", "integer", "boolean", "null", "object", "array"];

/** What a value must be at a place, where its schema says so in words that a glance at the value can check. */
export interface PlaceRule {
  readonly types: ReadonlySet<JsonType>;
  /** The only strings that there may be; `undefined` for any. */
  readonly texts: ReadonlySet<string> | undefined;
  /** Names that an object must have. */
  readonly required: readonly string[];
  /** Whether an object may have only the names that are declared. */
  readonly closed: boolean;
}

/** Keywords that say nothing of what is valid. Any that is neither here nor below is left to the validator. */
const annotations = new Set([
  ...["$schema", "$id", "$comment", "version", "title", "description", "default", "examples", "deprecated"],
  ...["readOnly", "writeOnly", "categories", "category", "$defs", "definitions"],
]);
/** Keywords whose schemas are places of their own, below this one. */
const below = new Set(["properties", "items"]);

/**
 * The rule of a place; `undefined` where there is more to it than a glance can tell, such as references, branches,
 * patterns and limits. What it says of what stands below the place is said by the rules there.
 */
export function placeRule({ schemas }: EventPlace): PlaceRule | undefined {
  const [schema, another] = schemas;
  // Ajv has ways of its own with a member called __proto__.
  if (another !== undefined || (schema !== undefined && JSON.stringify(schema).includes('"__proto__"')))
    return undefined;
  let types: readonly JsonType[] = jsonTypes;
  let texts: ReadonlySet<string> | undefined;
  let required: readonly string[] = [];
  let closed = false;
  for (const [keyword, value] of Object.entries(schema ?? {})) {
    if (annotations.has(keyword) || (below.has(keyword) && isObject(value))) continue;
    switch (keyword) {
      case "type":
        types = (Array.isArray(value) ? value : [value]) as JsonType[];
        break;
      case "enum":
      case "const": {
        const listed = keyword === "enum" ? (value as unknown[]) : [value];
        if (texts !== undefined || !listed.every((text) => typeof text === "string")) return undefined;
        texts = new Set(listed);
        break;
      }
      case "required":
        required = value as string[];
        break;
      case "additionalProperties":
        if (typeof value !== "boolean") return undefined;
        closed = !value;
        break;
      default:
        return undefined;
    }
  }
  if (texts !== undefined) types = types.filter((type) => type === "string");
  return { types: new Set(types), texts, required, closed };
}
