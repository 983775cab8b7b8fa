import { EventLogError } from "./errors.js";
import { orderedTime } from "./event-id.js";

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?(?:([Zz])|([+-])(\d\d):(\d\d))$/;

/** One millisecond of the clock, shared by all that is recorded in it, so that writing it out is done once. */
export interface Moment {
  readonly milliseconds: number;
  /** As the capsule writes it: `2026-11-23T06:39:42.447Z`. */
  readonly text: string;
  /** For ids: never before an earlier moment's, whatever the clock does. */
  readonly ordered: number;
}

let last: Moment = momentOf(0);

/** Now. */
export function currentMoment(): Moment {
  const now = Date.now();
  if (now !== last.milliseconds) last = momentOf(now);
  return last;
}

function momentOf(milliseconds: number): Moment {
  return { milliseconds, text: new Date(milliseconds).toISOString(), ordered: orderedTime(milliseconds) };
}

/**
 * Brings a time into the form of the capsule: RFC 3339, UTC, ending in `Z`. The digits of the fraction stay as they
 * were given, so that nanoseconds survive.
 *
 * @example
 * toTimestamp("2026-11-23T07:39:42.123456+01:00"); // "2026-11-23T06:39:42.123456Z"
 *
 * @throws {EventLogError} code `invalid-timestamp`, for what RFC 3339 does not allow
 */
export function toTimestamp(time: Date | string): string {
  if (time instanceof Date) {
    if (Number.isNaN(time.getTime())) throw invalid("is an invalid Date");
    if (!/^\d{4}-/.test(time.toISOString())) throw invalid("has a year outside 0000 to 9999");
    return time.toISOString();
  }
  const match = typeof time === "string" ? rfc3339.exec(time) : null;
  if (match === null) throw invalid("must be RFC 3339, such as 2026-11-23T06:39:42.447Z");
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = "",
    ,
    sign,
    offsetHour = "0",
    offsetMinute = "0",
  ] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(offsetHour) > 23 || Number(offsetMinute) > 59) {
    throw invalid("names a time of day or an offset that does not exist");
  }
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (local.getUTCMonth() !== Number(month) - 1 || local.getUTCDate() !== Number(day)) {
    throw invalid("names a day that does not exist");
  }
  local.setUTCHours(Number(hour), Number(minute));
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  const utc = new Date(local.getTime() - offset * 60_000).toISOString();
  if (!/^\d{4}-/.test(utc)) throw invalid("has a year outside 0000 to 9999");
  const upToMinute = utc.slice(0, 16);
  // An offset is whole minutes, so the seconds stay as written, a leap second at the end of a UTC day included.
  if (Number(second) > 60 || (second === "60" && !upToMinute.endsWith("T23:59"))) {
    throw invalid("names a second that does not exist");
  }
  return `${upToMinute}:${second}${fraction}Z`;
}

function invalid(what: string): EventLogError {
  return new EventLogError("invalid-timestamp", `the timestamp ${what}`);
}
