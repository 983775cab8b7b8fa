import { readMembers } from "./json-members.js";
import { sha256Of } from "./sha256.js";

/** The code of a request. Of code that is longer than an event should be, no more is kept than its fingerprint. */
type RequestedCode =
  | { readonly code: string; readonly length: number }
  | { readonly code?: undefined; readonly sha256: string; readonly length: number };

/** What a request asks a kernel to run. */
export type ExecutionRequest = RequestedCode & {
  readonly silent: boolean;
  /** Absent where only whoever asked knows. */
  readonly storeHistory?: boolean;
};

/** As much as an event that is posted may have. */
const maxCodeBytes = 1024 * 1024;

/**
 * Reads the content of an `execute_request`, with the values that the protocol gives to what is left out.
 *
 * @returns `undefined` where there is no code in it: no kernel runs that
 */
export function readRequest(content: Buffer): ExecutionRequest | undefined {
  const members = readMembers(content, ["code", "silent", "store_history"]);
  const { code } = members;
  if (typeof code !== "string") return undefined;
  const silent = members.silent === true;
  const storeHistory = members.store_history ?? !silent;
  // A silent request is not kept, whatever it asks for.
  return { ...keepCode(code), silent, storeHistory: storeHistory === true && !silent };
}

/** Reads the content of an `execute_input`: what a kernel tells all of a request that is not silent. */
export function readAnnouncement(
  content: Buffer,
): { request: ExecutionRequest; executionCount?: number } | undefined {
  const { code, execution_count: count } = readMembers(content, ["code", "execution_count"]);
  if (typeof code !== "string") return undefined;
  const request = { ...keepCode(code), silent: false };
  return { request, ...countIn(count) };
}

/** The execution count, where there is one. */
export function countIn(count: unknown): { executionCount?: number } {
  return Number.isSafeInteger(count) ? { executionCount: count as number } : {};
}

function keepCode(code: string): RequestedCode {
  const length = Buffer.byteLength(code);
  return length > maxCodeBytes ? { sha256: sha256Of(code), length } : { code, length };
}
