import { BackupFolder } from "./backup-folder.js";
import type { Rotation } from "./rotation.js";

const newline = 0x0a;

/**
 * Rolls over before a file reaches a size. The newest backup has the number 1:
 *
 * ```
 *   event.log ─▶ event.log.1 ─▶ event.log.2 ─▶ event.log.3 ─▶ deleted
 * ```
 *
 * A crash in the middle leaves a number free. The next rollover moves the backups before it only, so that none is
 * deleted while there is room.
 */
export class SizeRotation implements Rotation {
  readonly backups: BackupFolder;
  readonly #maxBytes: number;
  readonly #backupCount: number;

  /** @param limits as the options of RotatingFileHandler; where one of them is 0, nothing is rolled over */
  constructor(path: string, limits: { readonly maxBytes: number; readonly backupCount: number }) {
    this.backups = new BackupFolder(path, /[1-9]\d*/);
    this.#maxBytes = limits.maxBytes;
    this.#backupCount = limits.backupCount;
  }

  begin(): void {}

  fitting(lines: Buffer, size: number): number {
    if (this.#maxBytes === 0 || this.#backupCount === 0) return lines.length;
    // A file stays below the limit, as Python's does.
    const room = this.#maxBytes - 1 - size;
    if (lines.length <= room) return lines.length;
    const fitting = room <= 0 ? 0 : lines.lastIndexOf(newline, room - 1) + 1;
    // A line that fits nowhere stands alone.
    return fitting === 0 && size === 0 ? lines.indexOf(newline) + 1 : fitting;
  }

  rollOver(): void {
    const found = this.backups.list();
    let free = 1;
    while (free <= this.#backupCount && found.has(String(free))) free++;
    const oldest = found.get(String(this.#backupCount));
    if (free > this.#backupCount && oldest !== undefined) {
      free = this.#backupCount;
      this.backups.remove(oldest, String(free));
    }
    for (let number = free - 1; number >= 1; number--) {
      const backup = found.get(String(number));
      if (backup !== undefined) this.backups.move(backup, String(number), String(number + 1));
    }
    this.backups.add("1");
  }
}
