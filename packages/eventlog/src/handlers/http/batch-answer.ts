import { isObject } from "../../json-value.js";

/** What another Daybook says of one event that it has not recorded. */
export interface ItemRefusal {
  readonly index: number;
  readonly status: number;
  /** The refusal itself, as JSON. */
  readonly text: string;
}

/** What another Daybook answers to a batch; see `docs/rest.md`. */
export interface BatchAnswer {
  readonly refused: readonly ItemRefusal[];
  /** So many more are refused, nobody knows which. */
  readonly unlisted: number;
  /** No event from this index on was recorded. */
  readonly untriedFrom: number;
}

/**
 * Reads the answer of another Daybook.
 *
 * @param size how many events the batch had
 * @returns undefined where it is not one, or not one to this batch
 */
export function readBatchAnswer(text: string, size: number): BatchAnswer | undefined {
  const answer = parse(text);
  if (!isObject(answer) || !isCount(answer.recorded) || !Array.isArray(answer.refused)) return undefined;
  const refused: ItemRefusal[] = [];
  for (const item of answer.refused) {
    if (!isObject(item) || !isCount(item.index) || item.index >= size || !isCount(item.status))
      return undefined;
    refused.push({ index: item.index, status: item.status, text: JSON.stringify(item) });
  }
  const { recorded, unlisted = 0, untriedFrom = size } = answer;
  if (!isCount(unlisted) || !isCount(untriedFrom)) return undefined;
  if (new Set(refused.map(({ index }) => index)).size !== refused.length) return undefined;
  // An answer that does not add up confirms nothing.
  if (recorded + refused.length + unlisted !== size) return undefined;
  return { refused, unlisted, untriedFrom };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
