import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.js";
import { attempt } from "./programs/attempt.js";
import { findingsIn, nothingWrong } from "./support/findings.js";
import { Journal } from "./support/journal.js";

async function journalOf(...deeds: Parameters<Journal["write"]>[]) {
  const journal = new Journal(join(temporaryFolder(), "journal"));
  await Promise.all(deeds.map((deed) => journal.write(...deed)));
  journal.close();
  return journal.path;
}

const line = (number: number, sender = "ada") => JSON.stringify(attempt(sender, number));

test("what is stored as it was acknowledged is right, and what nobody knows of may be stored or not", async () => {
  const journal = await journalOf(
    ["attempted", "ada", 1],
    ["acknowledged", "ada", 1],
    ["attempted", "ada", 2],
    ["attempted", "bob", 1],
  );
  expect(findingsIn([line(1), line(1, "bob")], journal)).toEqual(nothingWrong);
});

test("lost, phantom, duplicate, torn and reordered events are counted", async () => {
  const journal = await journalOf(
    ["attempted", "ada", 1],
    ["acknowledged", "ada", 1],
    ["attempted", "ada", 2],
    ["refused", "ada", 2],
    ["attempted", "ada", 3],
    ["attempted", "ada", 4],
  );
  const shortened = line(4).replace("4444", "444");
  const lines = [line(2), line(7, "eve"), line(4), line(3), line(3), '{"sender":"ada","nu', shortened];
  expect(findingsIn(lines, journal)).toEqual({ lost: 1, phantom: 2, duplicate: 1, torn: 2, reordered: 1 });
});

test("an attempt is in the journal before its write is awaited", () => {
  const journal = new Journal(join(temporaryFolder(), "journal"));
  void journal.write("attempted", "ada", 1);
  expect(readFileSync(journal.path, "utf8")).toBe("attempted ada 1\n");
});
