import type { JsonObject, JsonValue } from "../json-value.js";
import { quote } from "./line-text.js";

/** What the writers of one event hand to each other beside the value they return. */
export interface Output {
  /** The value as it stands in the line, after policy. */
  text: string;
  /** Where a copy was returned that is to be validated: the value after policy. */
  redacted: JsonValue;
  /** How many objects and arrays are open. */
  depth: number;
}

/**
 * Writes a value: its text goes to the output. Returns the value as it will be recorded, or a copy of all of it where it
 * is still to be validated; `undefined` for anything out of the ordinary, which the plain path then looks at.
 */
export type ValueWriter = (value: unknown) => JsonValue | undefined;

/** Deeper events are left to the plain path, which knows the exact limit and how to say it. */
export const quickDepth = 50;

/** Writes values from whose inside nothing is withheld, whatever they are. */
export function freeWriter(output: Output): ValueWriter {
  const write: ValueWriter = (value) => {
    switch (typeof value) {
      case "string":
        output.text = quote(value);
        return value;
      case "number":
        return writeNumber(value, output);
      case "boolean":
        output.text = value ? "true" : "false";
        return value;
      case "object":
        if (value === null) {
          output.text = "null";
          return null;
        }
        return Array.isArray(value) ? writeArray(value, write, output) : writeMap(value, write, output);
      default:
        return undefined;
    }
  };
  return write;
}

/** Writes a number, where JSON can carry it. */
export function writeNumber(value: number, output: Output): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  output.text = `${value}`;
  // JSON.stringify makes 0 of -0, so that is what is recorded.
  return value === 0 ? 0 : value;
}

/** Writes an array, each element by the same writer. */
export function writeArray(value: unknown[], write: ValueWriter, output: Output): JsonValue[] | undefined {
  if ((value as { toJSON?: unknown }).toJSON !== undefined || ++output.depth > quickDepth) return undefined;
  const copy: JsonValue[] = [];
  let text = "[";
  for (let index = 0; index < value.length; index++) {
    const item = write(value[index]);
    if (item === undefined) return undefined;
    copy.push(item);
    text += index === 0 ? output.text : `,${output.text}`;
  }
  output.depth--;
  output.text = `${text}]`;
  return copy;
}

/** Writes an object whose keys nobody knows beforehand. */
function writeMap(value: object, write: ValueWriter, output: Output): JsonObject | undefined {
  if (!isPlain(value) || ++output.depth > quickDepth) return undefined;
  const copy: JsonObject = {};
  let text = "";
  for (const name in value) {
    if (name === "__proto__") return undefined;
    const member = write((value as Record<string, unknown>)[name]);
    if (member === undefined) return undefined;
    copy[name] = member;
    text += text === "" ? `${quote(name)}:${output.text}` : `,${quote(name)}:${output.text}`;
  }
  output.depth--;
  output.text = `{${text}}`;
  return copy;
}

/** True for an object literal: what it lists is what JSON.stringify would write. */
function isPlain(value: object): boolean {
  return (
    Object.getPrototypeOf(value) === Object.prototype && (value as { toJSON?: unknown }).toJSON === undefined
  );
}
