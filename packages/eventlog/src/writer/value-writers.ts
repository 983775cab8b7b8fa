import type { JsonObject, JsonValue } from "../json-value.js";
import { quote } from "./line-text.js";

/**
 * What the writers of one event hand to each other beside the value they return. They return a copy of the value, for
 * validation, or `undefined` for anything out of the ordinary, which the plain path then looks at.
 */
export interface Output {
  /** The value as it stands in the line, after policy. */
  text: string;
  /** The value after policy; what a writer returned itself where policy withholds nothing inside it. */
  redacted: JsonValue;
  /** How many objects and arrays are open. */
  depth: number;
}

/** What becomes of a value at one place. */
export interface Member {
  /** `free`: written whole. `partial`: something inside is withheld. `withheld`: `null` is written. */
  readonly fate: "free" | "partial" | "withheld";
  readonly write: ValueWriter;
  /** The texts of strings that the schema lists, so that they need not be made again. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
}

/** Writes a value: its text goes to the output, a copy is returned. */
export type ValueWriter = (value: unknown) => JsonValue | undefined;

/** Deeper events are left to the plain path, which knows the exact limit and how to say it. */
export const quickDepth = 50;

/** Writes values from whose inside nothing is withheld. */
export function freeWriter(output: Output): ValueWriter {
  const write: ValueWriter = (value) => {
    switch (typeof value) {
      case "string":
        output.text = quote(value);
        return value;
      case "number":
        if (!Number.isFinite(value)) return undefined;
        output.text = `${value}`;
        // JSON.stringify makes 0 of -0, so that is what is recorded.
        return value === 0 ? 0 : value;
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

/** Writes an array from whose elements something is withheld; each position may have a place of its own. */
export function writePartialArray(
  value: unknown[],
  memberAt: (index: number) => Member,
  output: Output,
): JsonValue[] | undefined {
  if ((value as { toJSON?: unknown }).toJSON !== undefined || ++output.depth > quickDepth) return undefined;
  const copy: JsonValue[] = [];
  const redacted: JsonValue[] = [];
  let text = "[";
  for (let index = 0; index < value.length; index++) {
    const { fate, write } = memberAt(index);
    const item = write(value[index]);
    if (item === undefined) return undefined;
    copy.push(item);
    const kept = fate !== "withheld";
    redacted.push(kept ? (fate === "free" ? item : output.redacted) : null);
    text += (index === 0 ? "" : ",") + (kept ? output.text : "null");
  }
  output.depth--;
  output.text = `${text}]`;
  output.redacted = redacted;
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
