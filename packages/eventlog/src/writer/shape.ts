import type { JsonObject } from "../json-value.js";
import { quote } from "./line-text.js";
import type { Member, Output } from "./value-writers.js";

/** Says that an object has other keys, or the same in another order. */
export const otherShape = Symbol("other shape");

/** Writes objects with one sequence of keys. */
export type ShapeWriter = (value: object, timestamp: string) => JsonObject | typeof otherShape | undefined;

/** How the text around an event's own properties begins; other objects begin with a brace. */
export interface Envelope {
  /** Text before and after the timestamp. */
  readonly before: string;
  readonly after: string;
  /** JavaScript of the capsule's properties, in terms of `timestamp`. */
  readonly properties: string;
}

/** Longer objects are better walked than compiled. */
export const longestShape = 64;

/**
 * Compiles a function for objects that have exactly these keys in this order. It reads each property once, so that
 * what is validated is what is written, whatever a getter says the second time.
 *
 * For keys `["action", "path"]`, of which policy withholds `path`:
 *
 * ```js
 * (value) => {
 *   if (Object.getPrototypeOf(value) !== Object.prototype || value.toJSON !== undefined) return undefined;
 *   let count = 0;
 *   for (const key in value) if (key !== keys[count++]) return otherShape;
 *   if (count !== 2) return otherShape;
 *   let v0 = value["action"], t0;
 *   if (typeof v0 === "string") t0 = quote(v0);
 *   else { v0 = members[0].write(v0); if (v0 === undefined) return undefined; t0 = output.text; }
 *   ..
 *   output.text = '{"action":' + t0 + ',"path":null}';
 *   return { "action": v0, "path": v1 };
 * }
 * ```
 */
export function compileShape(
  keys: readonly string[],
  members: readonly Member[],
  output: Output,
  envelope?: Envelope,
): ShapeWriter {
  const partial = envelope !== undefined || members.some(({ fate }) => fate !== "free");
  const source = [
    // Here and not in a function of its own, as each shape's own code finds properties quickest.
    "if (Object.getPrototypeOf(value) !== Object.prototype || value.toJSON !== undefined) return undefined;",
    "let count = 0;",
    "for (const key in value) if (key !== keys[count++]) return otherShape;",
    `if (count !== ${keys.length}) return otherShape;`,
    ...keys.map((key, index) => readMember(key, index, members[index] as Member)),
    `output.text = ${textOf(keys, members, envelope)};`,
    partial ? `output.redacted = { ${envelope?.properties ?? ""} ${redactedOf(keys, members)} };` : "",
    `const copy = { ${keys.map((key, index) => `${nameOf(key)}: v${index}`).join(", ")} };`,
    partial ? "" : "output.redacted = copy;",
    "return copy;",
  ].join("\n");
  // Whatever the source holds of schemas and events stands in it as a JSON string.
  const make = new Function(
    "keys",
    "members",
    "output",
    "texts",
    "otherShape",
    "quote",
    `return (value, timestamp) => {\n${source}\n}`,
  );
  const writes = members.map(({ write }) => write);
  const texts = members.map((member) => member.texts);
  return make(keys, writes, output, texts, otherShape, quote) as ShapeWriter;
}

function readMember(key: string, index: number, { fate, texts }: Member): string {
  const read = `let v${index} = value[${JSON.stringify(key)}], t${index}, r${index};`;
  const write = `v${index} = members[${index}](v${index}); if (v${index} === undefined) return undefined;`;
  switch (fate) {
    case "withheld":
      return `${read}\nif (typeof v${index} !== "string") { ${write} }`;
    case "free":
      return `${read}
if (typeof v${index} === "string") t${index} = ${texts === undefined ? "" : `texts[${index}].get(v${index}) ?? `}quote(v${index});
else { ${write} t${index} = output.text; }`;
    case "partial":
      return `${read}\n${write} t${index} = output.text; r${index} = output.redacted;`;
  }
}

function textOf(keys: readonly string[], members: readonly Member[], envelope: Envelope | undefined): string {
  const pieces: string[] = [];
  let literal = "{";
  if (envelope !== undefined) {
    pieces.push(JSON.stringify(envelope.before), "timestamp");
    literal = envelope.after;
  }
  for (const [index, key] of keys.entries()) {
    const comma = index > 0 || envelope !== undefined ? "," : "";
    literal += `${comma}${quote(key)}:`;
    if ((members[index] as Member).fate === "withheld") {
      literal += "null";
    } else {
      pieces.push(JSON.stringify(literal), `t${index}`);
      literal = "";
    }
  }
  pieces.push(JSON.stringify(`${literal}}`));
  return pieces.join(" + ");
}

function redactedOf(keys: readonly string[], members: readonly Member[]): string {
  const values = { free: "v", partial: "r", withheld: undefined };
  return keys
    .map((key, index) => {
      const value = values[(members[index] as Member).fate];
      return `${nameOf(key)}: ${value === undefined ? "null" : value + index}`;
    })
    .join(", ");
}

/** `__proto__: x` would set the prototype; in brackets it is a name like any other, but slower. */
function nameOf(key: string): string {
  return key === "__proto__" ? `["__proto__"]` : JSON.stringify(key);
}
