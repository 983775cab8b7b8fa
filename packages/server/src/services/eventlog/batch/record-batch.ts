import { ServerError, serverError } from "../../../errors.js";
import { readJsonText } from "../../../http/json-body.js";
import { type PostedEvent, readPostedEvent } from "../posted-event.js";
import type { Recording } from "../recording.js";
import type { Item, ItemReader } from "./item.js";
import { BatchReport } from "./report.js";

/**
 * Records the items of a body as it arrives. No further piece of it is read before the events of the last one were kept
 * or refused, so that a body of any size takes the memory of one piece, and events keep their order.
 *
 * What has not ended when the body breaks off was not sent whole, and is not recorded.
 */
export async function recordBatch(
  recording: Recording,
  body: AsyncIterable<Buffer>,
  reader: ItemReader,
): Promise<BatchReport> {
  const report = new BatchReport();
  try {
    for await (const bytes of body) await recordItems(recording, reader.push(bytes), report);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    report.add([error]);
    return report;
  }
  await recordItems(recording, reader.end(), report);
  return report;
}

async function recordItems(recording: Recording, items: readonly Item[], report: BatchReport): Promise<void> {
  const { unavailable } = report;
  // Where the log is down, each further try would wait for it again; the client is told from where on to send again.
  if (unavailable !== undefined) return report.addUntried(items.length, unavailable);
  const refusals: (ServerError | undefined)[] = [];
  const events: PostedEvent[] = [];
  const places: number[] = [];
  for (const [place, item] of items.entries()) {
    const event = typeof item === "string" ? eventOf(item) : item;
    if (event instanceof ServerError) {
      refusals[place] = event;
    } else {
      events.push(event);
      places.push(place);
    }
  }
  const unrecorded = events.length === 0 ? [] : await recording.recordAll(events);
  for (const [index, place] of places.entries()) refusals[place] = unrecorded[index];
  report.add(refusals);
}

function eventOf(text: string): PostedEvent | ServerError {
  try {
    return readPostedEvent(readJsonText(text));
  } catch (error) {
    return error instanceof ServerError ? error : serverError("internal", undefined, { cause: error });
  }
}
