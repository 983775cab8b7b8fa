import { appendFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../../files-on-disk/system-error.js";
import { SignatureFile } from "./signature-file.js";

/** Two files of so many are no more than the 65,535 signatures that Jupyter keeps. */
const fileLimit = 32_767;

/**
 * The digests of the notebooks that a person trusts, in a folder that any number of servers share without a lock:
 *
 * ```
 * 7   full, the older one: forgotten when 9 is begun, but for what is used meanwhile
 * 8   the newest: every server appends to it, a line at once
 * ```
 *
 * What is used and stands only in the older file is appended to the newest, so that only what nobody has saved or opened
 * for tens of thousands of saves is forgotten.
 */
export class SignatureStore {
  readonly #folder: string;
  readonly #limit: number;
  /** The newest first; two at most. */
  #files: SignatureFile[] = [];
  #numbers: number[] = [];
  /** One call after the other: each begins with what the one before has read. */
  #lastCall: Promise<unknown> = Promise.resolve();

  /** @param limit how many digests a file takes */
  constructor(folder: string, limit = fileLimit) {
    this.#folder = folder;
    this.#limit = limit;
  }

  /** True where there is not one digest, so that none need be computed. */
  isEmpty(): Promise<boolean> {
    return this.#inTurn(async () => {
      await this.#catchUp();
      return this.#files.length === 0;
    });
  }

  has(digest: string): Promise<boolean> {
    return this.#inTurn(async () => {
      await this.#catchUp();
      const [newest, older] = this.#files;
      if (newest?.has(digest)) return true;
      if (!older?.has(digest)) return false;
      // That it is known does not depend on whether it can be written down again.
      await this.#append(digest).catch(() => undefined);
      return true;
    });
  }

  add(digest: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#catchUp();
      if (!this.#files[0]?.has(digest)) await this.#append(digest);
    });
  }

  async #catchUp(): Promise<void> {
    this.#numbers = await fileNumbers(this.#folder);
    const paths = this.#numbers.slice(0, 2).map((number) => this.#path(number));
    this.#files = paths.map(
      (path) => this.#files.find((file) => file.path === path) ?? new SignatureFile(path),
    );
    for (const file of this.#files) await file.catchUp();
  }

  async #append(digest: string): Promise<void> {
    const [newest = 1] = this.#numbers;
    const number = this.#files[0]?.isFull(this.#limit) ? newest + 1 : newest;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await appendFile(this.#path(number), `${digest}\n`, { mode: 0o600 });
    const outdated = this.#numbers.filter((each) => each < number - 1);
    for (const each of outdated) await rm(this.#path(each), { force: true });
  }

  #path(number: number): string {
    return join(this.#folder, String(number));
  }

  #inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastCall.then(action);
    this.#lastCall = turn.catch(() => undefined);
    return turn;
  }
}

/** The files of a folder by their numbers, the newest first. */
async function fileNumbers(folder: string): Promise<number[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /^[1-9]\d{0,8}$/.test(name))
      .map(Number)
      .sort((left, right) => right - left);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}
