import type { WireCall } from "./call.js";
import type { Files } from "./tree.js";

/** Calls that are made in turn to both servers, each of which serves a fresh folder with the same files. */
export interface Scenario {
  readonly name: string;
  /** What is there at first. */
  readonly files?: Files;
  readonly calls: readonly Call[];
  /** Why what is on the disk is compared only after the last call. */
  readonly diskMayDiffer?: string;
  /** Why it cannot be run here. */
  readonly skip?: string | undefined;
}

/**
 * `GET a.txt?content=0`: the path is percent-encoded and below `/api/contents/`, unless it begins with a slash. Then the
 * body, as JSON, or as it is where it is a string or bytes. `{0.id}` in the path is the `id` of the first call's answer.
 */
export type Call = string | readonly [call: string, body: Body, headers?: Readonly<Record<string, string>>];

/** A function gets what the same server answered to the calls before, as JSON. */
export type Body = Buffer | string | object | null | ((answers: readonly Json[]) => unknown);

// biome-ignore lint/suspicious/noExplicitAny: what a server answers may be anything
export type Json = any;

/** How a call is called in messages and in the table of differences: its line and its body, shortened. */
export function nameOf(call: Call): string {
  const [line, body] = typeof call === "string" ? [call, ""] : call;
  if (body === "" || typeof body === "function") return shorten(line);
  return `${shorten(line)} ${shorten(typeof body === "string" ? body : JSON.stringify(body))}`;
}

function shorten(text: string): string {
  return text.length <= 90 ? text : `${text.slice(0, 90)}..`;
}

export function wireCall(call: Call, answers: readonly Json[]): WireCall {
  const [line, body, headers] = typeof call === "string" ? [call] : call;
  const space = line.indexOf(" ");
  const path = line
    .slice(space + 1)
    .replace(/\{(\d+)\.(\w+)\}/g, (_, index, name) => String(answers[Number(index)]?.[name]));
  return {
    method: line.slice(0, space),
    target: path.startsWith("/") ? path : `/api/contents/${path}`,
    body: bytesOf(typeof body === "function" ? body(answers) : body),
    headers,
  };
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
