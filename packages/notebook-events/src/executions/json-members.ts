const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** No name that anybody asks for is longer, even with every character escaped. */
const maxNameBytes = 256;

/** Up to here the machine's own parser, which makes all of the values, is quicker than a reader that looks for some. */
const smallBytes = 4096;

/**
 * The values of some members of a JSON object, as {@link jsonMembers} and {@link parseMember} find them, the quickest way.
 *
 * @returns empty where the text is no object
 *
 * @example
 * readMembers(Buffer.from('{"status": "ok", "payload": []}'), ["status"]); // { status: "ok", payload: [] }
 */
export function readMembers<Name extends string>(
  json: Buffer,
  names: readonly Name[],
): Partial<Record<Name, unknown>> {
  if (json.length <= smallBytes) {
    const parsed = parseMember(json);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  }
  // Large, or not quite JSON: Python writes NaN, and that takes nothing from what stands beside it.
  const found = jsonMembers(json, names);
  const values: Partial<Record<Name, unknown>> = {};
  for (const name of names) values[name] = parseMember(found?.[name]);
  return values;
}

/**
 * Finds some members of a JSON object without parsing it: their values as they stand, without a copy. As with
 * `JSON.parse`, the last one of a name counts.
 *
 * The text is read far enough to tell where each value ends, and no further: that a value is JSON is for whoever
 * parses it to find out.
 *
 * @param isPart the text may be cut off: found is then what stands before the cut
 * @returns `undefined` where the text is no object
 *
 * @example
 * jsonMembers(Buffer.from('{"status": "ok", "data": {"text/plain": ".."}}'), ["status"]);
 * // { status: the bytes of "ok", with its quotes }
 */
export function jsonMembers<Name extends string>(
  json: Buffer,
  names: readonly Name[],
  isPart = false,
): Partial<Record<Name, Buffer>> | undefined {
  const found: Partial<Record<Name, Buffer>> = {};
  const cutOff = isPart ? found : undefined;
  let at = skipSpace(json, 0);
  if (json[at] !== openBrace) return undefined;
  at = skipSpace(json, at + 1);
  if (json[at] === closeBrace) return skipSpace(json, at + 1) === json.length ? found : undefined;
  for (;;) {
    if (json[at] !== quote) return cutOff;
    const endOfName = endOfString(json, at);
    if (endOfName < 0) return cutOff;
    const name = nameIn(json.subarray(at, endOfName));
    at = skipSpace(json, endOfName);
    if (json[at] !== colon) return cutOff;
    const start = skipSpace(json, at + 1);
    const end = endOfValue(json, start);
    if (end <= start) return cutOff;
    if (name !== undefined && isAmong(names, name)) found[name] = json.subarray(start, end);
    at = skipSpace(json, end);
    if (json[at] === closeBrace) return skipSpace(json, at + 1) === json.length ? found : cutOff;
    if (json[at] !== comma) return cutOff;
    at = skipSpace(json, at + 1);
  }
}

/** A value that {@link jsonMembers} found, parsed; `undefined` where there is none or it is not JSON. */
export function parseMember(value: Buffer | undefined): unknown {
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value.toString());
  } catch {
    return undefined;
  }
}

function isAmong<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name);
}

function nameIn(text: Buffer): string | undefined {
  if (text.length > maxNameBytes) return undefined;
  if (!text.includes(backslash)) return text.toString("utf8", 1, text.length - 1);
  const name = parseMember(text);
  return typeof name === "string" ? name : undefined;
}

function skipSpace(json: Buffer, from: number): number {
  let at = from;
  while (isSpace(json[at])) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Where the value that begins at `from` ends; -1 where it does not. */
function endOfValue(json: Buffer, from: number): number {
  const first = json[from];
  if (first === quote) return endOfString(json, from);
  if (first === openBrace || first === openBracket) return endOfNested(json, from);
  let at = from;
  for (; at < json.length; at++) {
    const byte = json[at];
    if (byte === comma || byte === closeBrace || byte === closeBracket || isSpace(byte)) break;
  }
  return at;
}

function endOfNested(json: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const byte = json[at];
    if (byte === quote) {
      at = endOfString(json, at) - 1;
      if (at < 0) return -1;
    } else if (byte === openBrace || byte === openBracket) {
      depth++;
    } else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) {
      return at + 1;
    }
  }
  return -1;
}

/** Looks for quotes only, which the machine does many bytes at a time: outputs are long strings. */
function endOfString(json: Buffer, from: number): number {
  for (let end = json.indexOf(quote, from + 1); end >= 0; end = json.indexOf(quote, end + 1)) {
    let before = end - 1;
    while (before > from && json[before] === backslash) before--;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return -1;
}
