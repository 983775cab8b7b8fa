import { crc32 } from "./crc32.js";
import { SpooledEvent } from "./spooled-event.js";

/**
 * How an event stands in a spool, as one line of text:
 *
 * ```
 * 1f0a93bc 000000d4 1042 019aab3f-c1a0-7000-8000-02a1f3c09be4 17 {"__timestamp__":..}
 * └──┬───┘ └──┬───┘ └┬─┘ └──────────────────┬───────────────┘ └┬ └─────────┬────────┘
 *  CRC-32  length  position                 id             sequence   event, no line break
 *          └───────────────────────── what the CRC is of ────────────────────────────┘
 * ```
 *
 * The length is that of what follows it, in bytes. A reader finds the next event by it where a line end is lost, and by
 * the line end where the length is: one damage costs one event.
 */
export function recordLine(position: number, id: string, sequence: number, line: string): string {
  const body = `${position} ${id} ${sequence} ${line}`;
  const checked = `${hex(Buffer.byteLength(body))} ${body}`;
  return `${hex(crc32(checked))} ${checked}\n`;
}

/** A place that could not be read: what stood there is lost. */
export interface Damage {
  readonly offset: number;
  readonly length: number;
}

/** What a stretch of a segment holds. */
export interface Stretch {
  readonly events: readonly SpooledEvent[];
  readonly damages: readonly Damage[];
  /** How many bytes were read: behind them an event begins whose end is not there yet. */
  readonly consumed: number;
}

const newline = 0x0a;
const space = 0x20;
/** CRC, space, length, space. */
const headerLength = 18;
const lengthOffset = 9;

/**
 * Reads events out of bytes, whatever happened to them.
 *
 * @param whole the bytes go to the end of the segment, so that a last line without its end is no line to wait for
 */
export function readStretch(bytes: Buffer, whole: boolean): Stretch {
  const events: SpooledEvent[] = [];
  const damages: Damage[] = [];
  let damagedFrom = -1;
  const endDamage = (end: number): void => {
    if (damagedFrom >= 0) damages.push({ offset: damagedFrom, length: end - damagedFrom });
    damagedFrom = -1;
  };
  let start = 0;
  while (start < bytes.length) {
    const lineEnd = bytes.indexOf(newline, start);
    if (lineEnd < 0 && !whole) break;
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    const recordEnd = endOfRecord(bytes, start, end);
    if (recordEnd < 0) {
      if (damagedFrom < 0) damagedFrom = start;
      // A changed line end leaves one strange byte before the next event.
      start = endOfRecord(bytes, start + 1, end) >= 0 ? start + 1 : end + 1;
      continue;
    }
    endDamage(start);
    events.push(eventIn(bytes, start + headerLength, recordEnd));
    // Where the line end is lost, that is a damage, too, though no event is.
    if (recordEnd !== lineEnd) damagedFrom = recordEnd;
    start = recordEnd === lineEnd ? lineEnd + 1 : recordEnd;
    if (recordEnd === bytes.length) break;
  }
  const consumed = Math.min(start, bytes.length);
  endDamage(Math.max(consumed, damagedFrom + 1));
  return { events, damages, consumed };
}

/** Where the event that begins at `start` ends; -1 where there is none that is whole. */
function endOfRecord(bytes: Buffer, start: number, lineEnd: number): number {
  if (start + headerLength > lineEnd || bytes[start + 8] !== space || bytes[start + 17] !== space) return -1;
  const end = start + headerLength + unhex(bytes, start + lengthOffset);
  // Also where it ends before the line does: then the line end between two events is lost.
  if (!(end <= lineEnd)) return -1;
  return crc32(bytes.subarray(start + lengthOffset, end)) === unhex(bytes, start) ? end : -1;
}

function eventIn(bytes: Buffer, start: number, end: number): SpooledEvent {
  const text = bytes.toString("utf8", start, end);
  const first = text.indexOf(" ");
  const second = text.indexOf(" ", first + 1);
  const third = text.indexOf(" ", second + 1);
  const position = Number(text.slice(0, first));
  const sequence = Number(text.slice(second + 1, third));
  return new SpooledEvent(position, text.slice(first + 1, second), sequence, text.slice(third + 1));
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** The number that eight digits stand for; NaN where one is no digit of ours. */
function unhex(bytes: Buffer, start: number): number {
  let value = 0;
  for (let index = start; index < start + 8; index++) {
    const digit = bytes[index] as number;
    if (digit >= 0x30 && digit <= 0x39) value = value * 16 + digit - 0x30;
    else if (digit >= 0x61 && digit <= 0x66) value = value * 16 + digit - 0x57;
    else return Number.NaN;
  }
  return value;
}
