import { types } from "node:util";
import { InvalidEventError } from "../../src/errors.js";

export type Json = Record<string, unknown>;
type Refuse = (keyword: string, message: string) => never;

/** What JSON.stringify would write, but for what it would silently change or drop: that is refused. */
export function jsonOf(event: unknown, refuse: Refuse): unknown {
  try {
    const json = jsonValue(event, "", [], refuse);
    return json === undefined ? null : json;
  } catch (error) {
    if (error instanceof InvalidEventError) throw error;
    return refuse("json", "holds an object that throws when it is read");
  }
}

function jsonValue(input: unknown, key: string, parents: unknown[], refuse: Refuse): unknown {
  const get = (object: object, name: string): unknown => {
    try {
      return (object as Json)[name];
    } catch {
      return refuse("json", "holds a property that throws when it is read");
    }
  };
  let value = input;
  if (typeof value === "object" && value !== null) {
    const toJson = get(value, "toJSON");
    if (typeof toJson === "function") {
      try {
        value = toJson.call(value, key);
      } catch {
        refuse("json", "holds an object whose toJSON throws");
      }
    }
    if (types.isStringObject(value)) value = String(value);
    else if (types.isNumberObject(value)) value = Number(value);
    else if (types.isBooleanObject(value) || types.isBigIntObject(value)) value = value.valueOf();
  }
  if (value === null || value === undefined) return value;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value === 0 ? 0 : value; // JSON.stringify knows no -0
    return refuse("json", "holds a number that JSON cannot carry (NaN or Infinity)");
  }
  if (typeof value !== "object") return refuse("json", `holds a ${typeof value}, which JSON cannot carry`);
  if (parents.length >= 100) {
    return refuse("depth", "is nested deeper than 100 levels, or refers to itself");
  }
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (let index = 0; index < value.length; index++) {
      const item = jsonValue(get(value, String(index)), String(index), inside, refuse);
      list.push(item === undefined ? null : item);
    }
    return list;
  }
  const object: Json = {};
  for (const name of Object.keys(value)) {
    const member = jsonValue(get(value, name), name, inside, refuse);
    if (member !== undefined) define(object, name, member);
  }
  return object;
}

/** The members of an object as they stand in a line. */
export function members(object: object): string[] {
  return Object.keys(object).map((name) => `${textOf(name)}:${textOf((object as Json)[name])}`);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (isObject(value)) return `{${members(value).join(",")}}`;
  return typeof value === "string" ? `"${[...value].map(characterText).join("")}"` : String(value);
}

const shortEscapes: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A character by the rules of JSON; whatever any reader takes for the end of a line is escaped too. */
function characterText(character: string): string {
  const code = character.codePointAt(0)!;
  if (shortEscapes[character] !== undefined) return shortEscapes[character];
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  const isEscaped = (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029;
  return code < 0x20 || surrogate || isEscaped ? `\\u${code.toString(16).padStart(4, "0")}` : character;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
