import { maximumNotebookDepth } from "../../../json-limits.js";

/**
 * Writes JSON byte for byte as Python does for notebooks: `json.dumps(value, ensure_ascii=False, indent=1,
 * sort_keys=True, separators=(",", ": "))`. So a notebook that both programs save does not change back and forth.
 *
 * Two things JavaScript cannot tell: `1.0` is written as `1`, and whole numbers beyond 2^53 have lost their last digits.
 * Half characters (lone surrogates), which Python cannot write at all, are escaped.
 *
 * @param value JSON data, nested at most {@link maximumNotebookDepth} deep; see {@link isNestedTooDeep}
 */
export function pythonJson(value: unknown): string {
  const parts: string[] = [];
  write(value, "\n", parts);
  return parts.join("");
}

function write(value: unknown, newline: string, parts: string[]): void {
  if (Array.isArray(value)) {
    if (value.length === 0) parts.push("[]");
    else writeArray(value, `${newline} `, newline, parts);
  } else if (typeof value === "object" && value !== null) {
    writeObject(value as Record<string, unknown>, `${newline} `, newline, parts);
  } else if (typeof value === "number") {
    parts.push(pythonNumber(value));
  } else {
    parts.push(JSON.stringify(value) ?? "null");
  }
}

function writeArray(items: readonly unknown[], inner: string, outer: string, parts: string[]): void {
  let separator = "[";
  for (const item of items) {
    parts.push(separator, inner);
    write(item, inner, parts);
    separator = ",";
  }
  parts.push(outer, "]");
}

function writeObject(object: Record<string, unknown>, inner: string, outer: string, parts: string[]): void {
  let separator = "{";
  for (const key of sortedKeys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    parts.push(separator, inner, JSON.stringify(key), ": ");
    write(value, inner, parts);
    separator = ",";
  }
  parts.push(...(separator === "{" ? ["{}"] : [outer, "}"]));
}

/** The names of an object in Python's order: it compares whole characters, JavaScript the halves of those beyond U+FFFF. */
export function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  if (!keys.some((key) => /[\uD800-\uDFFF]/.test(key))) return keys.sort();
  return keys.sort((left, right) => compareCharacters([...left], [...right]));
}

function compareCharacters(left: readonly string[], right: readonly string[]): number {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Python writes small fractions with an exponent earlier than JavaScript, and gives it two digits. */
export function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) return "null";
  if (value === 0 || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

/** True where arrays and objects are nested deeper than {@link maximumNotebookDepth}. Does not itself recurse. */
export function isNestedTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= maximumNotebookDepth) return true;
    level = level
      .flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []))
      .filter((item) => typeof item === "object" && item !== null);
  }
  return false;
}
