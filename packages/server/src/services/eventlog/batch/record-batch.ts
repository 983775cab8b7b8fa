import { ServerError, serverError } from "../../../errors.js";
import { readJsonText } from "../../../http/json-body.js";
import { type PostedEvent, readPostedEvent } from "../posted-event.js";
import type { Recording } from "../recording.js";
import type { Item, ItemReader } from "./item.js";
import { BatchReport } from "./report.js";

type Refusals = readonly (ServerError | undefined)[];

/**
 * Records the items of a body as it arrives. While the events of one piece are being kept the next one is read, and no
 * further one: a body of any size takes the memory of two pieces, and comes no faster than handlers keep it.
 *
 * What has not ended when the body breaks off was not sent whole, and is not recorded.
 */
export async function recordBatch(
  recording: Recording,
  body: AsyncIterable<Buffer>,
  reader: ItemReader,
): Promise<BatchReport> {
  const report = new BatchReport();
  let keeping: Promise<Refusals> = Promise.resolve([]);
  const take = async (items: readonly Item[]): Promise<void> => {
    const { unavailable } = report;
    const before = keeping;
    // Where the log is down, each further try would wait for it again.
    keeping = unavailable === undefined ? recordItems(recording, items) : Promise.resolve([]);
    report.add(await before);
    if (unavailable !== undefined) report.addUntried(items.length, unavailable);
  };
  try {
    for await (const bytes of body) await take(reader.push(bytes));
    await take(reader.end());
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    await take([error]);
  }
  report.add(await keeping);
  return report;
}

/** Never rejects. @returns for each item why it is not recorded */
async function recordItems(recording: Recording, items: readonly Item[]): Promise<Refusals> {
  const refusals: (ServerError | undefined)[] = [];
  const places: number[] = [];
  // One after the other, so that no more than one event has to be there as an object.
  function* events(): Generator<PostedEvent> {
    for (const item of items) {
      const event = eventOf(recording, item);
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
    const unrecorded = await recording.recordAll(events());
    places.forEach((place, index) => {
      refusals[place] = unrecorded[index];
    });
  } catch (error) {
    const refusal = asServerError(error);
    for (const place of places) refusals[place] = refusal;
  }
  return refusals;
}

function eventOf(recording: Recording, item: Item): PostedEvent | ServerError {
  if (typeof item !== "string") return item;
  try {
    const event = readPostedEvent(readJsonText(item));
    recording.assertAllowed(event);
    return event;
  } catch (error) {
    return asServerError(error);
  }
}

function asServerError(error: unknown): ServerError {
  return error instanceof ServerError ? error : serverError("internal", undefined, { cause: error });
}
