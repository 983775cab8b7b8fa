import { join } from "node:path";
import { asServerError } from "../../files-on-disk/system-error.js";
import type { NotebookPart } from "../notebook/lines.js";
import { notebookDigest } from "./digest.js";
import { ensureSecret, readSecret } from "./secret.js";
import { SignatureStore } from "./signature-store.js";
import { hasCode } from "./trusted-cells.js";

/**
 * Knows again the notebooks whose outputs a person trusts, by what is in them: their digests are kept, beside the key they
 * are made with. A file that somebody changed, or sent, is none of them, whatever it says of itself.
 *
 * ```ts
 * const notary = new Notary(jupyterDataDir());
 * await notary.sign(notebook);
 * await notary.isTrusted(notebook); // true, also after a restart
 * ```
 *
 * Notebooks are given as they are read from their file. Both methods reject with a {@link ServerError} of what the file
 * system says.
 */
export class Notary {
  readonly #dataDir: string;
  readonly #signatures: SignatureStore;

  /** @param dataDir Jupyter's data folder. It need not exist. */
  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#signatures = new SignatureStore(join(dataDir, "daybook", "notebook-signatures"));
  }

  /** Remembers a notebook as one whose outputs are trusted. */
  async sign(notebook: NotebookPart): Promise<void> {
    // Nothing in it is ever marked.
    if (!hasCode(notebook)) return;
    await reporting(async () => {
      await this.#signatures.add(notebookDigest(notebook, await ensureSecret(this.#dataDir)));
    });
  }

  /** True for a notebook that was signed, and has not changed since. */
  async isTrusted(notebook: NotebookPart): Promise<boolean> {
    return reporting(async () => {
      if (!hasCode(notebook) || (await this.#signatures.isEmpty())) return false;
      const secret = await readSecret(this.#dataDir);
      return secret !== undefined && this.#signatures.has(notebookDigest(notebook, secret));
    });
  }
}

async function reporting<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw asServerError(error, "the signatures of notebooks");
  }
}
