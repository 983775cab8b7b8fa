import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** A project of somebody who has installed Daybook. */
export function userProject(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder({ "package.json": '{ "type": "module" }', ...files });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "packages/daybook"), join(folder, "node_modules/daybook"), "junction");
  return folder;
}

/** What the compiler says of files, one line for each mistake; declaration files are checked too. */
export function typeMistakes(folder: string, files: readonly string[]): Promise<string[]> {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--pretty", "false", "--module", "nodenext", "--target", "es2023"];
  const types = ["--typeRoots", join(root, "node_modules/@types"), "--types", "node"];
  return new Promise((resolve) => {
    // It ends with an error where there are mistakes, and those are the answer.
    execFile(
      process.execPath,
      [compiler, ...options, ...types, ...files],
      { cwd: folder },
      (_error, stdout) => resolve(stdout.split("\n").filter((line) => line !== "")),
    );
  });
}
