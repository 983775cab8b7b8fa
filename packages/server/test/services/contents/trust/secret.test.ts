import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../../../test/support/temporary-folder.js";
import { ensureSecret, readSecret } from "../../../../src/services/contents/trust/secret.js";
import { failure } from "../sandbox.js";

test("a key that Jupyter has made is used as it is", async () => {
  const dataDir = temporaryFolder({ notebook_secret: "the secret\n" });
  expect(Buffer.from(await ensureSecret(dataDir)).toString()).toBe("the secret\n");
  expect(await readSecret(dataDir)).toEqual(await ensureSecret(dataDir));
});

test("a new one is only for this user, and as long as Jupyter's", async () => {
  const dataDir = join(temporaryFolder(), "share", "jupyter");
  expect(await readSecret(dataDir)).toBeUndefined();
  const secret = await ensureSecret(dataDir);
  const file = join(dataDir, "notebook_secret");
  expect(readFileSync(file)).toEqual(secret);
  expect(readFileSync(file, "utf8")).toMatch(/^([\w+/=]{1,76}\n)+$/);
  expect(Buffer.from(readFileSync(file, "utf8"), "base64")).toHaveLength(1024);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await readSecret(dataDir)).toEqual(secret);
});

test("servers that make one at the same time have the same", async () => {
  const dataDir = temporaryFolder();
  const secrets = await Promise.all(Array.from({ length: 8 }, () => ensureSecret(dataDir)));
  for (const secret of secrets) expect(secret).toEqual(secrets[0]);
  expect(readdirSync(dataDir)).toEqual(["notebook_secret"]);
});

test("an empty file is no key", async () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, "notebook_secret"), "");
  expect(await readSecret(dataDir)).toBeUndefined();
  expect((await failure(ensureSecret(dataDir))).message).toBe(
    "notebook_secret in Jupyter's data folder is empty: delete it",
  );
});
