/** The types that a value in JSON can have; whole numbers are numbers. */
export type JsonType = "array" | "boolean" | "null" | "number" | "object" | "string";

export const allTypes: readonly JsonType[] = ["array", "boolean", "null", "number", "object", "string"];

/** The type of a value that was read from JSON. */
export function typeOfJson(value: unknown): JsonType {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as JsonType);
}
