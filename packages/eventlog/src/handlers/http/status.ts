import { BatchRefused, RetryLater } from "../../delivery/destination.js";
import type { HttpAnswer } from "./http-client.js";
import { retryAfter } from "./retry-after.js";

/** With these a server says that it will never take what was posted. */
const refusals = new Set([400, 413, 422]);
/** Of a single event, these mean that the same may be taken later. */
const passing = new Set([401, 408, 425, 429]);
/** So much of a server's answer goes into the dead-letter file. */
const longestReason = 2000;

const logins = new Set([401, 403, 407]);
const addresses = new Set([404, 405, 410, 421]);
const pauses = new Set([408, 425, 429]);

/** True where a server has taken all that was posted. */
export function isSuccess(status: number): boolean {
  // Several outcomes in one answer are none that can be understood here.
  return status >= 200 && status < 300 && status !== 207;
}

/** True where a server will not take a single event of a batch, however often it is sent. */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && !passing.has(status);
}

/**
 * What an answer means that is no success. Whatever may be the fault of a setting, here or there, is tried again: it can be
 * mended, and events that were given up for it could not.
 */
export function failureOf(answer: HttpAnswer): BatchRefused | RetryLater {
  const { status, text } = answer;
  if (refusals.has(status)) return new BatchRefused(`${status}: ${text.slice(0, longestReason)}`);
  return retryOf(answer, status);
}

/** @param status what the words are about; it may be that of a single event */
export function retryOf(answer: HttpAnswer, status: number): RetryLater {
  return new RetryLater(inWords(status), { delay: retryAfter(answer.retryAfter) });
}

function inWords(status: number): string {
  if (logins.has(status)) return `the server refuses the login (${status}); look after token and headers`;
  if (addresses.has(status)) return `the server has nothing at this address (${status}); look after url`;
  if (status >= 300 && status < 400) return `the server redirects elsewhere (${status}); look after url`;
  if (status === 207) return "the server takes a part of the events and does not say which (207)";
  if (pauses.has(status)) return `the server asks for time (${status})`;
  return `the server answers ${status}`;
}
