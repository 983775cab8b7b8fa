import * as fc from "fast-check";
import { afterEach, expect, inject, test } from "vitest";
import {
  RolloverSchedule,
  type ScheduleOptions,
} from "../../../packages/eventlog/src/rotation/rollover-schedule.js";
import { askWorker } from "../support/python-worker.js";

/** A time and how many seconds after it is due the rollover comes. */
type Moment = readonly [now: number, late: number];

interface Question {
  readonly zone: string;
  readonly options: ScheduleOptions;
  readonly moments: readonly Moment[];
}

interface Times {
  readonly due: number;
  readonly suffix: string;
  readonly following: number;
}

const zone = process.env.TZ;
afterEach(() => setZone(zone));

function setZone(name: string | undefined): void {
  if (name === undefined) delete process.env.TZ;
  else process.env.TZ = name;
}

function oursAt(options: ScheduleOptions, [now, late]: Moment): Times {
  const schedule = new RolloverSchedule(options);
  const due = schedule.next(now);
  return { due, suffix: schedule.suffixFor(due, due + late), following: schedule.next(due + late) };
}

const ask = (questions: readonly Question[]) =>
  askWorker<Times[]>(inject("python"), "rotation_worker.py", questions);

/** Zones with daylight saving of one hour, which Python takes it for, and without; north, south, far east and west. */
const zones = [
  ...["UTC", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/New_York", "America/St_Johns"],
  ...["America/Los_Angeles", "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham", "Asia/Kolkata"],
  ...["Asia/Kathmandu", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Phoenix"],
];
const day = 86_400;
/** From 2015 to 2030, half of them in the weeks in which daylight saving begins and ends. */
const times = fc.oneof(
  fc.integer({ min: 1_420_070_400, max: 1_893_456_000 }),
  fc
    .tuple(
      fc.integer({ min: 2015, max: 2029 }),
      fc.constantFrom(2, 3, 8, 9, 10),
      fc.integer({ min: 0, max: 31 * day }),
    )
    .map(([year, month, seconds]) => Date.UTC(year, month) / 1000 + seconds),
);
const moments = fc.tuple(times, fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1000 })));
const plans: ScheduleOptions[] = [
  ...(["S", "M", "H", "D"] as const).flatMap((when) => [{ when }, { when, interval: 7 }]),
  ...(["W0", "W1", "W2", "W3", "W4", "W5", "W6"] as const).map((when) => ({ when })),
  ...["00:00", "02:30", "12:00", "23:59:59"].map((atTime) => ({ when: "midnight" as const, atTime })),
  ...[{ when: "midnight" as const }, { when: "midnight" as const, interval: 3 }],
  ...[
    { when: "w2" as const, atTime: "02:30" },
    { when: "W3" as const, interval: 2, utc: true },
  ],
];

const offset = (time: number) => new Date(time * 1000).getTimezoneOffset();

/**
 * Where Pythons before 3.13 miscount: they ignore `interval` with days that have a name, are off by an hour when
 * daylight saving begins or ends on the way, and take the very second of `atTime` for one before it.
 */
function wasMiscounted(
  { when = "H", interval = 1, utc = false, atTime }: ScheduleOptions,
  ours: Times,
  [now]: Moment,
) {
  if (!/^(midnight|w\d)$/i.test(when)) return false;
  if (clockAt(now) === clockMeant(atTime)) return true;
  const days = [now, ours.due, ours.following];
  return interval > 1 || (!utc && new Set(days.map(offset)).size > 1);
}

/** The time of day that the clock shows. */
function clockAt(time: number): string {
  return new Date(time * 1000).toTimeString().slice(0, 8);
}

function clockMeant(atTime = "00:00"): string {
  return `${atTime}:00`.slice(0, 8);
}

test("times and names are those of Python's TimedRotatingFileHandler", { timeout: 300_000 }, async () => {
  const asked = plans.flatMap((options, index) =>
    zones.map((zone) => ({ zone, options, moments: fc.sample(moments, { numRuns: 40, seed: index }) })),
  );
  const probe: Question = { zone: "UTC", options: { when: "midnight", interval: 3 }, moments: [[0, 0]] };
  const [[probed] = [], ...answers] = await ask([probe, ...asked]);
  const isOld = probed?.due !== 3 * day;
  let compared = 0;
  for (const [index, { zone, options, moments }] of asked.entries()) {
    setZone(zone);
    for (const [number, moment] of moments.entries()) {
      const ours = oursAt(options, moment);
      const label = `${zone} ${JSON.stringify(options)} at ${moment}`;
      if (isOld && wasMiscounted(options, ours, moment)) {
        // An hour that is left out is over when the clock shows the next one.
        const meant = [clockMeant(options.atTime), "03:30:00"];
        if (options.utc !== true) expect(meant, label).toContain(clockAt(ours.due));
        continue;
      }
      expect(ours, label).toEqual(answers[index]?.[number]);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(10_000);
});

test("on Lord Howe Island, where daylight saving is half an hour, midnight is midnight", () => {
  setZone("Australia/Lord_Howe");
  for (const time of fc.sample(times, { numRuns: 500, seed: 1 })) {
    expect(clockAt(new RolloverSchedule({ when: "midnight" }).next(time))).toBe("00:00:00");
  }
});
