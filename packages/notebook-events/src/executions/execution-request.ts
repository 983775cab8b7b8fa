import { createHash } from "node:crypto";
import { jsonMembers, parseMember } from "./json-members.js";

/** What a request asks a kernel to run. */
export interface ExecutionRequest {
  /** Absent where it is longer than an event should be. */
  readonly code?: string;
  /** SHA-256 of its UTF-8, in hexadecimal digits. */
  readonly sha256: string;
  /** In bytes of UTF-8. */
  readonly length: number;
  readonly silent: boolean;
  /** Absent where only whoever asked knows. */
  readonly storeHistory?: boolean;
}

/** As much as an event that is posted may have. */
const maxCodeBytes = 1024 * 1024;

/**
 * Reads the content of an `execute_request`, with the values that the protocol gives to what is left out.
 *
 * @returns `undefined` where there is no code in it: no kernel runs that
 */
export function readRequest(content: Buffer): ExecutionRequest | undefined {
  const members = jsonMembers(content, ["code", "silent", "store_history"]);
  const code = parseMember(members?.code);
  if (typeof code !== "string") return undefined;
  const silent = parseMember(members?.silent) === true;
  const storeHistory = parseMember(members?.store_history) ?? !silent;
  // A silent request is not kept, whatever it asks for.
  return { ...describeCode(code), silent, storeHistory: storeHistory === true && !silent };
}

/** Reads the content of an `execute_input`: what a kernel tells all of a request that is not silent. */
export function readAnnouncement(
  content: Buffer,
): { request: ExecutionRequest; executionCount?: number } | undefined {
  const members = jsonMembers(content, ["code", "execution_count"]);
  const code = parseMember(members?.code);
  if (typeof code !== "string") return undefined;
  const request = { ...describeCode(code), silent: false };
  return { request, ...countIn(members?.execution_count) };
}

/** The execution count, where there is one. */
export function countIn(value: Buffer | undefined): { executionCount?: number } {
  const count = parseMember(value);
  return Number.isSafeInteger(count) ? { executionCount: count as number } : {};
}

function describeCode(code: string): Pick<ExecutionRequest, "code" | "sha256" | "length"> {
  const bytes = Buffer.from(code);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { sha256, length: bytes.length, ...(bytes.length > maxCodeBytes ? {} : { code }) };
}
