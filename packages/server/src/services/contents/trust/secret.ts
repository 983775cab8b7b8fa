import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { serverError } from "../../../errors.js";
import { createFile } from "../../files-on-disk/atomic-write.js";
import { systemCode } from "../../files-on-disk/system-error.js";

/** Jupyter's own file, so that a digest of ours is one of Jupyter's too. */
const fileName = "notebook_secret";

/**
 * The key that a person's notebooks are signed with. It is read each time: `jupyter trust --reset` replaces it, and from
 * then on nothing may be trusted that was signed before.
 *
 * @param dataDir Jupyter's data folder
 * @returns undefined where nothing was ever signed
 */
export async function readSecret(dataDir: string): Promise<Uint8Array | undefined> {
  try {
    const secret = await readFile(join(dataDir, fileName));
    return secret.length === 0 ? undefined : secret;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The same; where there is none, one is made that only this user can read. */
export async function ensureSecret(dataDir: string): Promise<Uint8Array> {
  const known = await readSecret(dataDir);
  if (known !== undefined) return known;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await createFile(join(dataDir, fileName), async (handle) => {
      await handle.chmod(0o600);
      await handle.writeFile(newSecret());
    });
  } catch (error) {
    // Another server was first, and its key counts.
    if (systemCode(error) !== "EEXIST") throw error;
  }
  const secret = await readSecret(dataDir);
  if (secret === undefined)
    throw serverError("internal", `${fileName} in Jupyter's data folder is empty: delete it`);
  return secret;
}

/** As Jupyter makes it: base64 in short lines. */
function newSecret(): string {
  return randomBytes(1024)
    .toString("base64")
    .replace(/.{1,76}/g, "$&\n");
}
