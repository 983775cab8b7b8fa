import type { Acknowledgement } from "@daybook/eventlog";
import { ServerError, serverError } from "../../../errors.js";
import { readJsonText } from "../../../http/json-body.js";
import { type PostedEvent, readPostedEvent } from "../posted-event.js";
import type { Recording } from "../recording.js";
import type { Admission } from "../sender.js";
import type { Item, ItemReader } from "./item.js";
import { BatchReport } from "./report.js";

/** What holds for a whole batch. */
export interface BatchOptions {
  /** How far events must have come, where the sender asks for less than what is configured. */
  readonly ack?: Acknowledgement | undefined;
  /** What its sender may post. Default: everything, as it is. */
  readonly admit?: Admission;
}

type Refusals = readonly (ServerError | undefined)[];

/** So many pieces of a body are being kept at most, while the next one is read: enough that a sync is worth its while. */
export const mostPieces = 16;

/**
 * Records the items of a body as it arrives. While the events of some pieces are being kept the next one is read: a body of
 * any size takes the memory of so many pieces, and comes no faster than handlers keep it.
 *
 * What has not ended when the body breaks off was not sent whole, and is not recorded.
 *
 * @param options how its sender wants it
 */
export async function recordBatch(
  recording: Recording,
  body: AsyncIterable<Buffer>,
  reader: ItemReader,
  options: BatchOptions = {},
): Promise<BatchReport> {
  const report = new BatchReport();
  /** In the order of the items; that of a piece which was not tried is empty. */
  const keeping: Promise<Refusals>[] = [];
  const settleFirst = async (): Promise<void> => report.add((await keeping.shift()) ?? []);
  const take = async (items: readonly Item[]): Promise<void> => {
    // Where the log is down, each further try would wait for it again.
    if (report.unavailable !== undefined) {
      while (keeping.length > 0) await settleFirst();
      report.addUntried(items.length, report.unavailable);
      return;
    }
    keeping.push(recordItems(recording, items, options));
    if (keeping.length >= mostPieces) await settleFirst();
  };
  try {
    for await (const bytes of body) await take(reader.push(bytes));
    await take(reader.end());
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    await take([error]);
  }
  while (keeping.length > 0) await settleFirst();
  return report;
}

/** Never rejects. @returns for each item why it is not recorded */
async function recordItems(
  recording: Recording,
  items: readonly Item[],
  { ack, admit = (event) => event }: BatchOptions,
): Promise<Refusals> {
  const refusals: (ServerError | undefined)[] = [];
  const places: number[] = [];
  // One after the other, so that no more than one event has to be there as an object.
  function* events(): Generator<PostedEvent> {
    for (const item of items) {
      const event = eventOf(item, admit);
      if (event instanceof ServerError) {
        refusals.push(event);
      } else {
        places.push(refusals.length);
        refusals.push(undefined);
        yield event;
      }
    }
  }
  try {
    // Read again where it is needed, which is seldom.
    const schemaOf = (index: number) =>
      (eventOf(items[places[index] ?? 0] as Item, admit) as PostedEvent).schema;
    const unrecorded = await recording.recordAll(events(), schemaOf, ack);
    places.forEach((place, index) => {
      refusals[place] = unrecorded[index];
    });
  } catch (error) {
    const refusal = asServerError(error);
    for (const place of places) refusals[place] = refusal;
  }
  return refusals;
}

function eventOf(item: Item, admit: Admission): PostedEvent | ServerError {
  if (typeof item !== "string") return item;
  try {
    return admit(readPostedEvent(readJsonText(item)));
  } catch (error) {
    return asServerError(error);
  }
}

function asServerError(error: unknown): ServerError {
  return error instanceof ServerError ? error : serverError("internal", undefined, { cause: error });
}
