import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unprivileged } from "../../../../test/support/unprivileged.js";
import { mistakesIn } from "../support/mistakes.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { wrongFiles } from "./wrong/files.js";
import { wrongHandlers } from "./wrong/handlers.js";
import { wrongOptions } from "./wrong/options.js";
import { wrongPolicies } from "./wrong/policies.js";

test.each([
  ...wrongOptions,
  ...wrongHandlers,
  ...wrongPolicies,
  ...wrongFiles,
])("refused, with its place: $name", async ({ file = "daybook.yaml", text, files, mistakes }) => {
  const folder = temporaryFolder({ [file]: text, ...files });
  const found = await mistakesIn(file, folder);
  expect(found.map((mistake) => mistake.replaceAll(folder, "<folder>"))).toEqual(mistakes);
});

test("a file that is not there is named", async () => {
  expect(await mistakesIn("no.yaml", temporaryFolder())).toEqual(["no.yaml: there is no such file (ENOENT)"]);
});

test("a folder is no configuration", async () => {
  const folder = temporaryFolder({ "server.yaml/keep": "" });
  expect(await mistakesIn("server.yaml", folder)).toEqual([
    "server.yaml: is a folder; name a file in it (EISDIR)",
  ]);
});

test("a file that may not be read is named", async () => {
  const folder = temporaryFolder({ "daybook.yaml": "" });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, "daybook.yaml"), 0);
  expect(await unprivileged(() => mistakesIn(undefined, folder))).toEqual([
    "daybook.yaml: permission denied; let this user read it (EACCES)",
  ]);
});

test("a file that is not UTF-8 is refused", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "daybook.yaml"), Buffer.from([0x61, 0x3a, 0x20, 0xff]));
  expect(await mistakesIn(undefined, folder)).toEqual(["daybook.yaml: is not UTF-8 text"]);
});

test("two configurations in a folder are both named", async () => {
  const folder = temporaryFolder({ "daybook.yaml": "", "daybook.config.js": "export default {};" });
  expect(await mistakesIn(undefined, folder)).toEqual([
    "daybook.yaml and daybook.config.js are both here; keep one, or name the one that counts with --config",
  ]);
});

test("no message repeats the token", async () => {
  const folder = temporaryFolder({ "daybook.yaml": 'ServerApp:\n  token: "line\\nbreak"\n  port: [\n' });
  expect((await mistakesIn(undefined, folder)).join()).not.toContain("break");
});
