import { types } from "node:util";
import { type EventViolation, InvalidEventError } from "./errors.js";

/** What JSON can carry. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue };

/** Objects and arrays nested deeper than this are refused: recursive readers overflow on deep input. */
export const maximumDepth = 100;

/** True for what JSON writes in braces. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Sets an own property whatever its name is. A plain assignment to `__proto__` would change the prototype and
 * lose the data.
 */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    (target as Record<string, unknown>)[key] = value;
  }
}

/**
 * Copies a value into plain JSON data, as `JSON.stringify` would see it: `toJSON` is called, `undefined` is left out
 * of objects and is `null` in arrays. What JSON would silently change or cannot carry is refused instead: `NaN`,
 * `Infinity`, functions, symbols, big integers, cycles and nesting beyond {@link maximumDepth}.
 *
 * @param subject what the error message calls the value, such as `event of hub.jupyter.org/server-action 1`
 * @throws {InvalidEventError} with the place of the first thing that JSON cannot carry
 */
export function copyJson(value: unknown, subject: string): JsonValue {
  try {
    return copy(value, "", 0, subject) ?? null;
  } catch (error) {
    if (error instanceof InvalidEventError) throw error;
    // A proxy may throw at any touch, and what it throws may quote the value.
    refuse(subject, "json", "holds an object that throws when it is read");
  }
}

function copy(input: unknown, key: string, depth: number, subject: string): JsonValue | undefined {
  const value = unwrap(input, key, subject);
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      if (!Number.isFinite(value))
        refuse(subject, "json", "holds a number that JSON cannot carry (NaN or Infinity)");
      // JSON.stringify makes 0 of -0, so that is what is recorded.
      return value === 0 ? 0 : value;
    case "object":
      break;
    default:
      refuse(subject, "json", `holds a ${typeof value}, which JSON cannot carry`);
  }
  if (value === null) return null;
  if (depth === maximumDepth) {
    refuse(subject, "depth", `is nested deeper than ${maximumDepth} levels, or refers to itself`);
  }
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (let index = 0; index < value.length; index++) {
      items.push(copy(read(value, index, subject), String(index), depth + 1, subject) ?? null);
    }
    return items;
  }
  const result: JsonObject = {};
  for (const name of Object.keys(value)) {
    const member = copy(read(value, name, subject), name, depth + 1, subject);
    if (member !== undefined) setOwn(result, name, member);
  }
  return result;
}

function read(value: object, name: string | number, subject: string): unknown {
  try {
    return (value as Record<string | number, unknown>)[name];
  } catch {
    refuse(subject, "json", "holds a property that throws when it is read");
  }
}

/** What JSON.stringify takes instead of an object: the answer of `toJSON`, the primitive in a `new String(..)`. */
function unwrap(input: unknown, key: string, subject: string): unknown {
  if (typeof input !== "object" || input === null) return input;
  const value = callToJson(input, key, subject);
  // By what it holds, as its prototype may say anything.
  if (!types.isBoxedPrimitive(value) || types.isSymbolObject(value)) return value;
  if (types.isStringObject(value)) return String(value);
  return types.isNumberObject(value) ? Number(value) : value.valueOf();
}

function callToJson(value: object, key: string, subject: string): unknown {
  const toJson = read(value, "toJSON", subject);
  if (typeof toJson !== "function") return value;
  try {
    return toJson.call(value, key);
  } catch {
    // The text of a foreign error may quote the value, so it goes no further.
    refuse(subject, "json", "holds an object whose toJSON throws");
  }
}

function refuse(subject: string, keyword: string, message: string): never {
  // No path: a key on the way there may itself be personal data, and the schema has not been consulted yet.
  const violation: EventViolation = { path: "", keyword, message };
  throw new InvalidEventError(subject, [violation]);
}
