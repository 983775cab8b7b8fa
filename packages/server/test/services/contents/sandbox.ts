import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { ServerError } from "../../../src/errors.js";
import { ContentsManager, type ContentsManagerOptions } from "../../../src/services/contents/manager.js";

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/**
 * A contents manager on a folder of the test's own, gone after it. Beside its root is a folder `outside`, and one whose
 * name begins as the root's does.
 */
export function sandbox(options: Partial<ContentsManagerOptions> = {}) {
  const base = temporaryFolder();
  const root = join(base, "root");
  const warnings: string[] = [];
  for (const folder of ["root", "root-evil", "outside"]) mkdirSync(join(base, folder));
  writeFileSync(join(base, "outside/secret.txt"), "the secret");
  writeFileSync(join(base, "root-evil/secret.txt"), "the secret");
  const manager = new ContentsManager({
    rootDir: root,
    warn: (message) => warnings.push(message),
    ...options,
  });
  cleanups.push(() => manager.close());
  return {
    base,
    root,
    manager,
    warnings,
    /** Makes a file below the root, and the folders it is in. */
    write(path: string, content: string | Uint8Array) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    read: (path: string) => readFileSync(join(root, path), "utf8"),
    names: (path = "") => readdirSync(join(root, path)).sort(),
  };
}

/** Waits for a rejection, and checks what every error must keep to: one of ours, without a path of the host. */
export async function failure(promise: Promise<unknown>): Promise<ServerError> {
  const error = await promise.then(
    () => expect.fail("It should have been refused"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServerError)) throw error;
  expect(error.message).not.toContain(tmpdir());
  expect(error.message).not.toContain("secret\n");
  return error;
}

/** A notebook of format 4.5 with one code cell. */
export function notebook(source = "1 + 1", metadata: Record<string, unknown> = {}) {
  const cell = { cell_type: "code", execution_count: null, id: "a1", metadata, outputs: [], source };
  return { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}
