import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { SpooledEvent } from "../../spool/spooled-event.js";

/** How the events of a batch stand together. */
export const bodyFormats = ["ndjson", "json"] as const;
export type BodyFormat = (typeof bodyFormats)[number];

const compress = promisify(gzip);

const items = {
  recorded: ({ line }: SpooledEvent) => line,
  identified: ({ id, sequence, line }: SpooledEvent) =>
    `${JSON.stringify({ id, sequence }).slice(0, -1)},"event":${line}}`,
  daybook(spooled: SpooledEvent) {
    const recorded = spooled.event;
    // The other Daybook makes a capsule of its own; no property of an event has such a name.
    const event = Object.fromEntries(Object.entries(recorded).filter(([name]) => !name.startsWith("__")));
    return JSON.stringify({
      schema: recorded.__schema__,
      version: recorded.__schema_version__,
      timestamp: recorded.__timestamp__,
      id: spooled.id,
      event,
    });
  },
};

/** How one event is written. */
export type ItemForm = keyof typeof items;
export const itemForms = Object.keys(items) as readonly ItemForm[];

export interface BodyOptions {
  readonly format: BodyFormat;
  readonly items: ItemForm;
  readonly gzip: boolean;
}

/** A batch as it is posted. */
export interface BatchBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** Writes a batch. The same events have the same `Idempotency-Key` whenever they are sent together. */
export async function batchBody(batch: readonly SpooledEvent[], options: BodyOptions): Promise<BatchBody> {
  const lines = options.format === "ndjson";
  const texts = batch.map(items[options.items]);
  const text = lines ? `${texts.join("\n")}\n` : `[${texts.join(",")}]`;
  const bytes = options.gzip ? await compress(text) : Buffer.from(text);
  return {
    bytes,
    headers: {
      "Content-Type": lines ? "application/x-ndjson" : "application/json",
      "Content-Length": String(bytes.length),
      "Idempotency-Key": keyOf(batch),
      ...(options.gzip ? { "Content-Encoding": "gzip" } : {}),
    },
  };
}

/** The id of an event that is sent alone; of several, as their ids together would be too long, a digest. */
function keyOf(batch: readonly SpooledEvent[]): string {
  const ids = batch.map(({ id }) => id);
  if (ids.length === 1) return ids[0] as string;
  return createHash("sha256").update(ids.join("\n")).digest("hex").slice(0, 32);
}
