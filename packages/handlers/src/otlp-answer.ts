import { BatchRefused, RetryLater, type SendResult, type SpooledEvent } from "@daybook/eventlog";
import type { PartialSuccess } from "./otlp-protobuf.js";
import type { Answer } from "./otlp-post.js";

/** Statuses that an operator can change: nothing is lost because of a wrong token or path. */
const operatorsWords: Readonly<Record<number, string>> = {
  401: "the receiver refuses the login; look after headers",
  403: "the receiver refuses the login; look after headers",
  404: "the receiver has no such path; look after url, which ends in /v1/logs mostly",
  405: "the receiver takes no logs there; look after url, which ends in /v1/logs mostly",
  407: "a proxy asks for a login",
  408: "the receiver waited too long for the request",
  415: "the receiver does not take this encoding; set encoding or compression otherwise",
  429: "the receiver asks for fewer events",
};

/**
 * What follows from an answer.
 *
 * @param partial reads the body of an answer that says yes
 * @throws {RetryLater} or {@link BatchRefused}
 */
export function resultOf(
  batch: readonly SpooledEvent[],
  { status, retryAfter, body }: Answer,
  partial: (body: Buffer) => PartialSuccess,
): SendResult {
  if (status >= 200 && status < 300) return partialResult(batch, partial(body));
  const words = operatorsWords[status];
  const delay = delayOf(retryAfter);
  if (words !== undefined) throw new RetryLater(`${words} (status ${status})`, { delay });
  if (status < 400) throw new RetryLater(`the receiver is somewhere else; correct url (status ${status})`);
  if (status < 500) throw new BatchRefused(`${status}: ${body.toString("latin1", 0, 1000)}`);
  throw new RetryLater(`the receiver cannot take events now (status ${status})`, { delay });
}

/**
 * The receiver has taken the batch and left out some, without a word on which; OTLP forbids to send any of it again. All that
 * may be meant go to the dead letters.
 */
function partialResult(batch: readonly SpooledEvent[], { rejected, message }: PartialSuccess): SendResult {
  if (rejected <= 0) return {};
  const reason = `${rejected} of these ${batch.length} were refused, the receiver does not say which: ${message}`;
  return { refused: batch.map((event) => ({ event, reason })) };
}

/** Seconds, or a date. */
function delayOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const milliseconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
