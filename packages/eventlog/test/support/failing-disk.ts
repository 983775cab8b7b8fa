import { nodeDisk, type SpoolDisk, type SpoolFile } from "../../src/spool/spool-disk.js";

/** What a spool does with its disk. */
export type DiskCall = "open" | "unlink" | "write" | "read" | "datasync" | "sync" | "truncate" | "close";

/** The real disk, with failures where a test wants them. */
export class FailingDisk implements SpoolDisk {
  /** The calls that were made, in order. */
  readonly calls: DiskCall[] = [];
  /** Throws where a call is to fail. */
  fail: (call: DiskCall, path: string) => void = () => {};
  /** Bytes that still fit; beyond them a write is cut short, and the next one fails. */
  room = Number.POSITIVE_INFINITY;

  /** Where a block of 4096 bytes begins that cannot be read. */
  badFrom = Number.POSITIVE_INFINITY;

  async open(path: string, flags: string, mode?: number): Promise<SpoolFile> {
    this.#call("open", path);
    const file = await nodeDisk.open(path, flags, mode);
    const guarded = (call: DiskCall) => {
      const method = file[call as "sync"].bind(file) as (...parameters: unknown[]) => unknown;
      return async (...parameters: unknown[]) => {
        this.#call(call, path);
        return method(...parameters);
      };
    };
    const write = async (bytes: Buffer, offset: number, length: number, position: number) => {
      this.#call("write", path);
      if (this.room === 0) throw failure("ENOSPC");
      const fitting = Math.min(length, this.room);
      this.room -= fitting;
      return file.write(bytes, offset, fitting, position);
    };
    // It is closed all the same: the descriptor is gone, whatever the disk says.
    const close = async () => {
      await file.close();
      this.#call("close", path);
    };
    const read = async (bytes: Buffer, offset: number, length: number, position: number) => {
      this.#call("read", path);
      if (position < this.badFrom + 4096 && position + length > this.badFrom) throw failure("EIO");
      return file.read(bytes, offset, length, position);
    };
    const methods = ["datasync", "sync", "truncate"] as const;
    return Object.assign(Object.fromEntries(methods.map((call) => [call, guarded(call)])), {
      write,
      read,
      close,
    }) as unknown as SpoolFile;
  }

  async unlink(path: string): Promise<void> {
    this.#call("unlink", path);
    await nodeDisk.unlink(path);
  }

  /** Lets the next call of a kind fail, once. */
  failOnce(which: DiskCall, code = "EIO"): void {
    this.fail = (call) => {
      if (call !== which) return;
      this.fail = () => {};
      throw failure(code);
    };
  }

  #call(call: DiskCall, path: string): void {
    this.calls.push(call);
    this.fail(call, path);
  }
}

export function failure(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
