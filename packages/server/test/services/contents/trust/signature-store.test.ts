import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../../../../test/support/temporary-folder.js";
import { SignatureStore } from "../../../../src/services/contents/trust/signature-store.js";

/** A digest that differs from number to number. */
const digest = (number: number) => number.toString(16).padStart(64, "0");

function storeOf(limit?: number) {
  const folder = join(temporaryFolder(), "daybook", "notebook-signatures");
  return {
    folder,
    store: new SignatureStore(folder, limit),
    another: () => new SignatureStore(folder, limit),
    lines: (file: string) => readFileSync(join(folder, file), "utf8").split("\n").slice(0, -1),
  };
}

async function add(store: SignatureStore, ...numbers: number[]) {
  for (const number of numbers) await store.add(digest(number));
}

async function known(store: SignatureStore, ...numbers: number[]) {
  const found: number[] = [];
  for (const number of numbers) if (await store.has(digest(number))) found.push(number);
  return found;
}

describe("a store of signatures", () => {
  it("knows what was added, also after a restart", async () => {
    const { store, another } = storeOf();
    expect(await store.isEmpty()).toBe(true);
    await add(store, 1, 2);
    expect(await store.isEmpty()).toBe(false);
    expect(await known(store, 1, 2, 3)).toEqual([1, 2]);
    expect(await known(another(), 1, 2, 3)).toEqual([1, 2]);
  });

  it("writes each once", async () => {
    const { store, lines } = storeOf();
    await add(store, 1, 1, 2, 1);
    expect(lines("1")).toEqual([digest(1), digest(2)]);
  });

  it("knows what other servers add meanwhile", async () => {
    const { store, another } = storeOf();
    const other = another();
    await add(other, 1);
    expect(await known(store, 1, 2)).toEqual([1]);
    await add(store, 2);
    expect(await known(other, 1, 2)).toEqual([1, 2]);
  });

  it("loses nothing where many add at the same time", async () => {
    const { another } = storeOf();
    const numbers = Array.from({ length: 40 }, (_, index) => index);
    await Promise.all(numbers.map((number) => add(another(), number)));
    expect(await known(another(), ...numbers)).toEqual(numbers);
  });

  it("keeps the newest of a bounded number", async () => {
    const { store, folder, another } = storeOf(2);
    await add(store, 1, 2, 3, 4);
    expect(await known(another(), 1, 2, 3, 4)).not.toEqual([]);
    await add(store, 5, 6, 7);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(await known(store, 6, 7)).toEqual([6, 7]);
    expect(await known(store, 1, 2)).toEqual([]);
  });

  it("keeps what is opened, however long ago it was saved", async () => {
    const { store } = storeOf(4);
    await add(store, 1);
    for (let number = 2; number < 40; number++) {
      await add(store, number);
      expect(await known(store, 1)).toEqual([1]);
    }
    expect(await known(store, 2)).toEqual([]);
  });

  it("passes over what a crash has left of a line", async () => {
    const { store, another, folder } = storeOf();
    await add(store, 1);
    appendFileSync(join(folder, "1"), digest(2).slice(0, 30));
    expect(await known(store, 1, 2)).toEqual([1]);
    await add(store, 3);
    expect(await known(store, 1, 2, 3)).toEqual([1, 3]);
    expect(await known(another(), 1, 2, 3)).toEqual([1, 3]);
  });

  it("takes a line for one only when its end is there", async () => {
    const { store, folder } = storeOf();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "1"), digest(1).slice(0, 40));
    expect(await known(store, 1)).toEqual([]);
    appendFileSync(join(folder, "1"), digest(1).slice(40));
    expect(await known(store, 1)).toEqual([]);
    appendFileSync(join(folder, "1"), "\n");
    expect(await known(store, 1)).toEqual([1]);
  });

  it("forgets everything when its folder is deleted", async () => {
    const { store, folder } = storeOf();
    await add(store, 1, 2);
    rmSync(folder, { recursive: true });
    expect(await known(store, 1, 2)).toEqual([]);
    await add(store, 3);
    expect(await known(store, 1, 2, 3)).toEqual([3]);
  });

  it("begins anew where a file was made shorter", async () => {
    const { store, folder } = storeOf();
    await add(store, 1, 2);
    expect(await known(store, 1, 2)).toEqual([1, 2]);
    writeFileSync(join(folder, "1"), `${digest(3)}\n`);
    expect(await known(store, 1, 2, 3)).toEqual([3]);
  });

  it("looks at no other files", async () => {
    const { store, folder } = storeOf();
    await add(store, 1);
    for (const name of ["0", "99.bak", "-5", "notes"]) writeFileSync(join(folder, name), `${digest(2)}\n`);
    expect(await known(store, 1, 2)).toEqual([1]);
  });
});
