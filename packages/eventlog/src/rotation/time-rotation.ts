import { BackupFolder } from "./backup-folder.js";
import type { RolloverSchedule } from "./rollover-schedule.js";
import type { Rotation } from "./rotation.js";

/** In seconds. */
const day = 24 * 60 * 60;

/**
 * Rolls over when it is time. A backup is named by the beginning of its time, and where there is one of that name already
 * (the hour that comes twice in autumn, a clock that was set back), gets a number behind it: `event.log.2026-10-25_02.1`.
 */
export class TimeRotation implements Rotation {
  readonly backups: BackupFolder;
  readonly #schedule: RolloverSchedule;
  readonly #backupCount: number;
  /** In seconds. */
  #due = 0;

  /** @param backupCount 0 keeps all */
  constructor(path: string, schedule: RolloverSchedule, backupCount: number) {
    this.backups = new BackupFolder(path, new RegExp(`${schedule.suffixPattern.source}(?:\\.[1-9]\\d*)?`));
    this.#schedule = schedule;
    this.#backupCount = backupCount;
  }

  begin(modified: number | undefined): void {
    this.#plan(modified ?? clock());
  }

  fitting(lines: Buffer, size: number): number {
    const now = clock();
    // Planned by a clock that was far ahead, it would come as much later. An hour back is waited for: with a new plan at
    // each turn, a clock that goes back and forth would make a backup at each.
    if (this.#due - now > this.#schedule.interval + day) this.#plan(now);
    if (now < this.#due) return lines.length;
    if (size > 0) return 0;
    this.#plan(now);
    return lines.length;
  }

  rollOver(): void {
    const now = clock();
    const found = this.backups.list();
    if (this.#backupCount > 0) {
      const byAge = [...found.keys()].sort(oldestFirst(this.#schedule.suffixAt(now)));
      // Before the new one comes, so that there are never more.
      for (const suffix of byAge.slice(0, Math.max(0, byAge.length - this.#backupCount + 1))) {
        this.backups.remove(found.get(suffix) ?? { plain: false, compressed: false }, suffix);
        found.delete(suffix);
      }
    }
    const suffix = this.#schedule.suffixFor(this.#due, now);
    const taken = [...found.keys()].filter((other) => other === suffix || other.startsWith(`${suffix}.`));
    const last = Math.max(-1, ...taken.map(numberIn));
    this.backups.add(last < 0 ? suffix : `${suffix}.${last + 1}`);
    this.#plan(now);
  }

  #plan(now: number): void {
    this.#due = this.#schedule.next(now);
  }
}

/** The clock on the wall, as it may be set back and ahead; in whole seconds, as Python counts them. */
function clock(): number {
  return Math.floor(Date.now() / 1000);
}

/**
 * Orders suffixes by age. No backup is of the future: those that look so are of a time when the clock was wrong, and come
 * first, or else they would stay for ever and push out all that is newer.
 */
function oldestFirst(now: string): (one: string, other: string) => number {
  const key = (suffix: string): [boolean, string, number] => {
    const [time = ""] = suffix.split(".");
    return [time <= now, time, numberIn(suffix)];
  };
  return (one, other) => {
    const [present, time, number] = key(one);
    const [otherPresent, otherTime, otherNumber] = key(other);
    if (present !== otherPresent) return present ? 1 : -1;
    if (time !== otherTime) return time < otherTime ? -1 : 1;
    return number - otherNumber;
  };
}

/** The number behind the time; 0 where there is none. */
function numberIn(suffix: string): number {
  return Number(suffix.split(".")[1] ?? 0);
}
