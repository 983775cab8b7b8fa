import type { JsonObject } from "../json-value.js";
import { eventId, nextSequence } from "../event-id.js";
import { LineRecord, type RecordSource } from "../record.js";
import type { Moment } from "../timestamp.js";
import { escaped, quote } from "./line-text.js";
import type { Member } from "./member.js";
import { type MemberCode, memberCode, nameOf } from "./member-code.js";
import type { Output } from "./value-writers.js";

/** Says that an object has other keys, or the same in another order. */
export const otherShape = Symbol("other shape");

/** Writes objects with one sequence of keys inside events. */
export type ObjectShape = (value: object) => JsonObject | typeof otherShape | undefined;

/** Makes records of events with one sequence of keys. */
export type EventShape = (
  event: object,
  timestamp: string,
  moment: Moment,
  wanted: boolean,
) => LineRecord | typeof otherShape | undefined;

/** The text around an event's own properties. */
export interface Envelope {
  /** Text before and after the timestamp. */
  readonly before: string;
  readonly after: string;
  /** JavaScript of the capsule's properties, in terms of `timestamp`. */
  readonly properties: string;
  /** Whether an id and a number follow. */
  readonly eventIds: boolean;
}

/**
 * Compiles a function for events that have exactly these keys in this order. It reads each property once, so that what
 * is validated is what is written, whatever a getter says the second time.
 *
 * For keys `["action", "path"]`, of which policy withholds `path`, and with rules for both:
 *
 * ```js
 * (value, timestamp, moment, wanted) => {
 *   if (getPrototypeOf(value) !== plainPrototype || value.toJSON !== undefined) return undefined;
 *   let count = 0;
 *   for (const key in value) if (key !== keys[count++]) return otherShape;
 *   if (count !== 2) return otherShape;
 *   const v0 = value["action"];
 *   if (v0 !== "save" && v0 !== "get") return undefined;
 *   const v1 = value["path"];
 *   if (typeof v1 !== "string") return undefined;
 *   if (timestamp !== lastTimestamp) { lastTimestamp = timestamp; start = ..; }
 *   const sequence = nextSequence();
 *   const recorded = wanted ? { .., "action": v0, "path": null } : undefined;
 *   return new LineRecord(source, timestamp, start + v0 + '","path":null}', moment, recorded, sequence);
 * }
 * ```
 *
 * Where the schema is more than rules can tell, it makes a copy and asks `accepts`.
 *
 * @param accepts the validator; `undefined` where the members' rules are all there is
 */
export function compileEvent(
  keys: readonly string[],
  members: readonly Member[],
  output: Output,
  envelope: Envelope,
  source: RecordSource,
  accepts: ((event: JsonObject) => boolean) | undefined,
): EventShape {
  const codes = codesOf(keys, members);
  const { eventIds } = envelope;
  const text = textPieces(keys, codes, eventIds ? "" : envelope.after, ",");
  const [first = "", ...pieces] = eventIds ? [...identityPieces(envelope.after), ...text] : text;
  const identity = eventIds ? "__id__: id, __sequence__: sequence," : "";
  const body = [
    ...readKeys(keys, codes),
    accepts === undefined ? "" : `if (!accepts({ ${propertiesOf(keys, codes, "copy")} })) return undefined;`,
    // The same for all events of a millisecond; flat, so that it is not put together again for each of them.
    "if (timestamp !== lastTimestamp) {",
    `  start = flat(${JSON.stringify(envelope.before)} + timestamp + ${first});`,
    "  lastTimestamp = timestamp;",
    "}",
    // Not before the event is known to be valid: a number that is left out would look like an event that was lost.
    "const sequence = nextSequence();",
    eventIds ? "const id = eventId(moment.ordered, sequence);" : "",
    `const recorded = wanted ? { ${envelope.properties} ${identity} ${propertiesOf(keys, codes, "recorded")} } : undefined;`,
    `return new LineRecord(source, timestamp, ${["start", ...pieces].join(" + ")}, moment, recorded, sequence);`,
  ];
  const compiled = compile("value, timestamp, moment, wanted", body, 'let lastTimestamp = "", start = "";', {
    ...environment(keys, members, output),
    source,
    accepts,
    LineRecord,
    flat,
    nextSequence,
    eventId,
  });
  return compiled as EventShape;
}

/**
 * Compiles a function for objects inside events that have exactly these keys in this order.
 *
 * @param ruled whether the members' rules are all there is; else a copy is made, for the validator
 */
export function compileObject(
  keys: readonly string[],
  members: readonly Member[],
  output: Output,
  ruled: boolean,
): ObjectShape {
  const codes = codesOf(keys, members);
  const whole = members.every(({ fate }) => fate === "free");
  const body = [
    ...readKeys(keys, codes),
    `output.text = ${textPieces(keys, codes, "{", "").join(" + ")};`,
    `const recorded = { ${propertiesOf(keys, codes, "recorded")} };`,
    ruled ? "" : "output.redacted = recorded;",
    ruled || whole ? "return recorded;" : `return { ${propertiesOf(keys, codes, "copy")} };`,
  ];
  return compile("value", body, "", environment(keys, members, output)) as ObjectShape;
}

function codesOf(keys: readonly string[], members: readonly Member[]): MemberCode[] {
  return keys.map((key, index) => memberCode(key, index, members[index] as Member));
}

function readKeys(keys: readonly string[], codes: readonly MemberCode[]): string[] {
  return [
    // Here and not in a function of its own, as each shape's own code finds properties quickest.
    "if (getPrototypeOf(value) !== plainPrototype || value.toJSON !== undefined) return undefined;",
    "let count = 0;",
    "for (const key in value) if (key !== keys[count++]) return otherShape;",
    `if (count !== ${keys.length}) return otherShape;`,
    ...codes.map(({ read }) => read),
  ];
}

/** JavaScript of the pieces of the text, to be put together: string literals and what stands between them. */
function textPieces(
  keys: readonly string[],
  codes: readonly MemberCode[],
  start: string,
  firstComma: string,
): string[] {
  const pieces: string[] = [];
  let literal = start;
  for (const [index, { text }] of codes.entries()) {
    literal += `${index === 0 ? firstComma : ","}${quote(keys[index] as string)}:`;
    if (text === undefined) literal += "null";
    else {
      pieces.push(JSON.stringify(literal + text.before), text.source);
      literal = text.after;
    }
  }
  return [...pieces, JSON.stringify(`${literal}}`)];
}

function identityPieces(before: string): string[] {
  return [JSON.stringify(`${before},"__id__":"`), "id", JSON.stringify('","__sequence__":'), "sequence"];
}

function propertiesOf(
  keys: readonly string[],
  codes: readonly MemberCode[],
  which: "copy" | "recorded",
): string {
  return keys.map((key, index) => `${nameOf(key)}: ${codes[index]?.[which]}`).join(", ");
}

function environment(keys: readonly string[], members: readonly Member[], output: Output) {
  return {
    keys,
    members: members.map(({ write }) => write),
    texts: members.map(({ rule }) => rule?.texts),
    output,
    otherShape,
    escaped,
    quote,
    getPrototypeOf: Object.getPrototypeOf,
    plainPrototype: Object.prototype,
    isFinite: Number.isFinite,
    isInteger: Number.isInteger,
  };
}

/** Whatever the body holds of schemas and events stands in it as a JSON string. */
function compile(parameters: string, body: string[], state: string, names: Record<string, unknown>): unknown {
  const source = `"use strict"; ${state}\nreturn (${parameters}) => {\n${body.join("\n")}\n}`;
  return new Function(...Object.keys(names), source)(...Object.values(names));
}

/** The same string in one piece: V8 puts it together when a character is asked for. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
