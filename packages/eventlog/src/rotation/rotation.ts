import type { BackupFolder } from "./backup-folder.js";

/** Decides when a file becomes a backup, and which one. */
export interface Rotation {
  readonly backups: BackupFolder;
  /** The file is opened. @param modified when it was written last, in seconds; undefined where there is none */
  begin(modified: number | undefined): void;
  /** How many bytes of these lines still go to a file of so many bytes. 0: it is to be rolled over first. */
  fitting(lines: Buffer, size: number): number;
  /** Makes the file its newest backup. What it could not finish is gone on with by the next call. @throws what the system says */
  rollOver(): void;
}
