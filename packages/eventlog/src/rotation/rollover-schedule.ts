import { EventLogError } from "../errors.js";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** What `when` can be, as in Python, where its case does not count. */
const units = {
  S: { seconds: 1, fields: 6 },
  M: { seconds: minute, fields: 5 },
  H: { seconds: hour, fields: 4 },
  D: { seconds: day, fields: 3 },
  MIDNIGHT: { seconds: day, fields: 3 },
  W0: { seconds: 7 * day, fields: 3 },
  W1: { seconds: 7 * day, fields: 3 },
  W2: { seconds: 7 * day, fields: 3 },
  W3: { seconds: 7 * day, fields: 3 },
  W4: { seconds: 7 * day, fields: 3 },
  W5: { seconds: 7 * day, fields: 3 },
  W6: { seconds: 7 * day, fields: 3 },
} as const;

type Unit = keyof typeof units;
export type When = Unit | Lowercase<Unit>;

/** All that `when` can be. */
export const whens = Object.keys(units).flatMap((unit) => [unit, unit.toLowerCase()]) as When[];
/** How `atTime` is written. */
export const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

export interface ScheduleOptions {
  /**
   * When a file is rolled over: `S`, `M`, `H`, `D` count seconds, minutes, hours, days from the last rollover on; `midnight`
   * is at the end of a day, `W0` (Monday) to `W6` at the end of that day of the week. Default: `H`.
   */
  readonly when?: When;
  /** How many of these make an interval. Default: 1. */
  readonly interval?: number;
  /** Takes times and names in UTC instead of local time, so that there is no daylight saving in them. Default: false. */
  readonly utc?: boolean;
  /** With `midnight` and `W0` to `W6`: the time of that day instead of its end, as `HH:MM` or `HH:MM:SS`. */
  readonly atTime?: string;
}

/**
 * The times of rollovers and the names of backups as Python's `TimedRotatingFileHandler` (3.13) has them. All times are
 * seconds since 1970. See `docs/decisions/0024-rotation.md` for where they differ.
 */
export class RolloverSchedule {
  readonly #unit: Unit;
  /** In seconds. */
  readonly interval: number;
  readonly #utc: boolean;
  /** In seconds of the day. */
  readonly #atTime: number;

  /** @throws {EventLogError} code `invalid-option` */
  constructor({ when = "H", interval = 1, utc = false, atTime }: ScheduleOptions = {}) {
    if (!whens.includes(when)) {
      throw new EventLogError(
        "invalid-option",
        "the when of a TimedRotatingFileHandler is S, M, H, D, midnight or W0 to W6",
      );
    }
    if (!Number.isSafeInteger(interval) || interval < 1) {
      throw new EventLogError(
        "invalid-option",
        "the interval of a TimedRotatingFileHandler is a whole number of at least 1",
      );
    }
    this.#unit = when.toUpperCase() as Unit;
    this.interval = interval * units[this.#unit].seconds;
    this.#utc = utc;
    this.#atTime = atTime === undefined ? day : secondsOf(atTime);
  }

  /** What a suffix looks like. */
  get suffixPattern(): RegExp {
    return (
      [/\d{4}-\d{2}-\d{2}/, /\d{4}-\d{2}-\d{2}_\d{2}/, /\d{4}-\d{2}-\d{2}_\d{2}-\d{2}/][
        units[this.#unit].fields - 3
      ] ?? /\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}/
    );
  }

  /** The first rollover after a time. */
  next(now: number): number {
    if (this.#unit !== "MIDNIGHT" && !this.#unit.startsWith("W")) return now + this.interval;
    const { hours, minutes, seconds, weekday } = this.#wallClock(now);
    let wait = this.#atTime - (hours * hour + minutes * minute + seconds);
    let reached = weekday;
    if (wait <= 0) {
      wait += day;
      reached++;
    }
    if (this.#unit !== "MIDNIGHT") wait += ((Number(this.#unit[1]) - reached + 7) % 7) * day;
    // The interval begins with the day that is waited for.
    const result = now + wait + this.interval - units[this.#unit].seconds;
    return this.#sameWallClock(result, now);
  }

  /** The suffix of the backup whose time ends at `due`: its beginning. @param now when it is rolled over */
  suffixFor(due: number, now: number): string {
    const begin = due - this.interval;
    return this.suffixAt(begin + this.#offset(now) - this.#offset(begin));
  }

  /** A time as a suffix. */
  suffixAt(time: number): string {
    const { year, month, date, hours, minutes, seconds } = this.#wallClock(time);
    const clock = [hours, minutes, seconds].slice(0, units[this.#unit].fields - 3).map(twoDigits);
    const text = `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(date)}`;
    return clock.length === 0 ? text : `${text}_${clock.join("-")}`;
  }

  /** Moves a time that was counted in seconds from `now` on to where the clock on the wall shows what was meant. */
  #sameWallClock(time: number, now: number): number {
    const before = this.#offset(now);
    const moved = time + before - this.#offset(time);
    // The hour that was meant is left out in spring: it is as soon as it is over.
    return moved < time && this.#offset(moved) === before ? time : moved;
  }

  /** How far local time is ahead of UTC, in seconds. */
  #offset(time: number): number {
    return this.#utc ? 0 : -new Date(time * 1000).getTimezoneOffset() * minute;
  }

  #wallClock(time: number) {
    const shown = new Date((time + this.#offset(time)) * 1000);
    return {
      year: shown.getUTCFullYear(),
      month: shown.getUTCMonth() + 1,
      date: shown.getUTCDate(),
      hours: shown.getUTCHours(),
      minutes: shown.getUTCMinutes(),
      seconds: shown.getUTCSeconds(),
      /** Monday is 0. */
      weekday: (shown.getUTCDay() + 6) % 7,
    };
  }
}

function secondsOf(atTime: string): number {
  const [, hours, minutes, seconds = 0] = timeOfDay.exec(atTime) ?? [];
  if (hours === undefined) {
    throw new EventLogError(
      "invalid-option",
      "the atTime of a TimedRotatingFileHandler is a time of day, HH:MM or HH:MM:SS",
    );
  }
  return Number(hours) * hour + Number(minutes) * minute + Number(seconds);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
