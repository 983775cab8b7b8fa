import { isDeepStrictEqual } from "node:util";
import type { Answer } from "./call.js";
import { isMadeUpId } from "./made-up-ids.js";
import type { Tree } from "./tree.js";

/** One thing in which the two servers differ. */
export interface Finding {
  /** `status`, `header location`, `body.content[0].size`, `order of body.content`, `error`, `disk a.txt`, .. */
  readonly at: string;
  readonly jupyter: unknown;
  readonly daybook: unknown;
}

/** What a client of the API may go by; the other headers are each server's own. */
const apiHeaders = ["location", "content-type", "last-modified", "etag"];
const fileHeaders = [
  ...["content-type", "content-disposition", "content-length", "content-range", "accept-ranges"],
  ...[
    "last-modified",
    "etag",
    "cache-control",
    "x-content-type-options",
    "content-security-policy",
    "location",
  ],
];

/** Of kernels and sessions. */
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Compares two answers to the same call. */
export function compareAnswers(target: string, jupyter: Answer, daybook: Answer): Finding[] {
  if (jupyter.status !== daybook.status) {
    return [
      { at: "status", jupyter: withReason(jupyter), daybook: withReason(daybook) },
      ...errorShape(daybook),
    ];
  }
  if (jupyter.status >= 400) {
    const wording = { jupyter: jupyter.bytes.toString(), daybook: daybook.bytes.toString() };
    return [{ at: "error", ...wording }, ...errorShape(daybook)];
  }
  const isFile = /^\/(files|kernelspecs|view)\//.test(target);
  const findings = (isFile ? fileHeaders : apiHeaders).flatMap((name) =>
    differ(`header ${name}`, header(name, jupyter), header(name, daybook)),
  );
  if (isFile || jupyter.json === undefined || daybook.json === undefined) {
    return [
      ...findings,
      ...differ("body", jupyter.bytes.toString("latin1"), daybook.bytes.toString("latin1")),
    ];
  }
  return [...findings, ...compareJson("body", normalize(jupyter.json), normalize(daybook.json))];
}

function withReason({ status, bytes }: Answer): string {
  return status < 400 ? String(status) : `${status} ${bytes.toString().slice(0, 300)}`;
}

/** Whatever Jupyter's errors look like, ours have one shape. */
function errorShape({ status, bytes, json }: Answer): Finding[] {
  if (status < 400 || bytes.length === 0) return [];
  const { message, reason } = (json ?? {}) as Record<string, unknown>;
  if (typeof message === "string" && message !== "" && typeof reason === "string") return [];
  return [{ at: "shape of the error", jupyter: undefined, daybook: json }];
}

function header(name: string, { headers }: Answer): string | undefined {
  const value = headers[name];
  // HTTP dates have whole seconds: only the day tells a file of before from one that was just made.
  if (name === "last-modified" && value !== undefined) return isRecent(value) ? "now" : value;
  // Which of the characters that may stand as they are do so, says nothing.
  if (name === "location" && value !== undefined) return decodeURIComponent(value).replace(uuid, "made up");
  // Which it is, is a server's own affair, but whether there is one.
  if (name === "etag" && value !== undefined) return "some";
  return value;
}

function differ(at: string, jupyter: unknown, daybook: unknown): Finding[] {
  return isDeepStrictEqual(jupyter, daybook) ? [] : [{ at, jupyter, daybook }];
}

/** Replaces what cannot be equal: the times of now, and ids that a server made up. */
function normalize(value: unknown): unknown {
  if (typeof value === "string") return normalizeString(value);
  if (Array.isArray(value)) return value.map(normalize);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isMadeUpId(key, inner) ? "made up" : normalize(inner)]),
  );
}

function normalizeString(value: string): string {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/.test(value);
  return isTime && isRecent(value) ? "now" : value.replace(uuid, "made up");
}

function isRecent(time: string): boolean {
  return Math.abs(Date.parse(time) - Date.now()) < 24 * 60 * 60 * 1000;
}

function compareJson(at: string, jupyter: unknown, daybook: unknown): Finding[] {
  if (Array.isArray(jupyter) && Array.isArray(daybook)) return compareLists(at, jupyter, daybook);
  if (!isPlain(jupyter) || !isPlain(daybook)) return differ(at, jupyter, daybook);
  if (jupyter.format === "base64" && daybook.format === "base64") return compareBase64(at, jupyter, daybook);
  return compareObjects(at, jupyter, daybook);
}

/** The same bytes may be written on one line or on several. */
function compareBase64(
  at: string,
  jupyter: Record<string, unknown>,
  daybook: Record<string, unknown>,
): Finding[] {
  const unbroken = ({ content }: Record<string, unknown>) => String(content).replaceAll("\n", "");
  if (unbroken(jupyter) !== unbroken(daybook)) return compareObjects(at, jupyter, daybook);
  const lines = differ(`lines of ${at}.content`, jupyter.content, daybook.content);
  return [...lines, ...compareObjects(at, jupyter, { ...daybook, content: jupyter.content })];
}

function compareObjects(
  at: string,
  jupyter: Record<string, unknown>,
  daybook: Record<string, unknown>,
): Finding[] {
  const keys = new Set([...Object.keys(jupyter), ...Object.keys(daybook)]);
  return [...keys].flatMap((key) => {
    if (Object.hasOwn(jupyter, key) !== Object.hasOwn(daybook, key)) {
      const shown = (side: Record<string, unknown>) => (Object.hasOwn(side, key) ? side[key] : undefined);
      return [{ at: `${at}.${key}`, jupyter: shown(jupyter), daybook: shown(daybook) }];
    }
    return compareJson(`${at}.${key}`, jupyter[key], daybook[key]);
  });
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function compareLists(at: string, jupyter: unknown[], daybook: unknown[]): Finding[] {
  if (isListing(jupyter) && isListing(daybook)) {
    const order = differ(`order of ${at}`, jupyter.map(pathOf), daybook.map(pathOf));
    return [...order, ...compareJson(at, byPath(jupyter), byPath(daybook))];
  }
  if (jupyter.length !== daybook.length) return differ(at, jupyter, daybook);
  return jupyter.flatMap((item, index) => compareJson(`${at}[${index}]`, item, daybook[index]));
}

function isListing(list: unknown[]): list is { path: string }[] {
  return list.length > 0 && list.every((item) => isPlain(item) && typeof item.path === "string");
}

function pathOf({ path }: { path: string }): string {
  return path;
}

function byPath(list: { path: string }[]): Record<string, unknown> {
  return Object.fromEntries(list.map((item) => [item.path, item]));
}

/** Compares what two folders hold, byte for byte. */
export function compareTrees(jupyter: Tree, daybook: Tree, at = "disk"): Finding[] {
  const paths = new Set([...jupyter.keys(), ...daybook.keys()]);
  return [...paths].sort().flatMap((path) => {
    const [theirs, ours] = [jupyter.get(path), daybook.get(path)].map(readable);
    return differ(`${at} ${path}`, theirs, ours);
  });
}

/** Bytes one by one as characters, so that the message shows where they differ. */
function readable(line: string | Buffer | undefined): string | undefined {
  const text = Buffer.isBuffer(line) ? line.toString("latin1") : line;
  return text?.replace(/^( *"id": )"[0-9a-f]{8}"/gm, '$1"made up"');
}
