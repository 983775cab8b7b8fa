import { isObject } from "../json-value.js";
import type { Kind } from "./keyword.js";

/** True where a value is of one of the types of JSON Schema. */
export function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    default:
      return isOfKind(type as Kind, value);
  }
}

export function isOfKind(kind: Kind, value: unknown): boolean {
  if (kind === "object") return isObject(value);
  return kind === "array" ? Array.isArray(value) : typeof value === kind;
}
