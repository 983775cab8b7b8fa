import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { readSmallFile } from "../../../src/services/files-on-disk/small-file.js";

test("a file is read, also through a link", async () => {
  const folder = temporaryFolder({ "a.json": "{}" });
  symlinkSync(join(folder, "a.json"), join(folder, "link.json"));
  for (const name of ["a.json", "link.json"]) {
    const { bytes, stats } = await readSmallFile(join(folder, name));
    expect([bytes.toString(), stats.size]).toEqual(["{}", 2]);
  }
  await expect(readSmallFile(join(folder, "none.json"))).rejects.toMatchObject({ code: "ENOENT" });
});

test.skipIf(process.platform === "win32")(
  "a pipe, a device and a folder are refused, not waited for",
  async () => {
    const folder = temporaryFolder();
    execFileSync("mkfifo", [join(folder, "pipe")]);
    symlinkSync("/dev/zero", join(folder, "device"));
    mkdirSync(join(folder, "folder"));
    // More than Node has threads for files.
    const paths = ["pipe", "pipe", "pipe", "pipe", "pipe", "device", "folder"].map((name) =>
      join(folder, name),
    );
    await Promise.all(
      paths.map((path) => expect(readSmallFile(path)).rejects.toMatchObject({ code: "bad-type" })),
    );
  },
);

test("what is larger than it may be is refused", async () => {
  const path = join(temporaryFolder(), "large.json");
  writeFileSync(path, "x".repeat(11));
  await expect(readSmallFile(path, 10)).rejects.toMatchObject({ code: "too-large" });
  expect((await readSmallFile(path, 11)).bytes).toHaveLength(11);
});
