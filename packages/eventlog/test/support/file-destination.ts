import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLines } from "./lines.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

/** A file that can be broken and mended, for harnesses of handlers that write to one. */
export function fileDestination() {
  const folder = join(temporaryFolder(), "events");
  const movedAway = `${folder}-moved`;
  const file = join(folder, "event.log");
  const files = [join(movedAway, "event.log"), file];
  return {
    file,
    // While a write goes on, a reader may see the beginning of a line; it has arrived when its end has.
    read: async () => files.flatMap((path) => readText(path).split("\n").slice(0, -1)),
    // A file where the folder was: that fails for every user, root too.
    break() {
      renameSync(folder, movedAway);
      writeFileSync(folder, "");
    },
    mend: () => rmSync(folder),
    // Once the handler is closed, no line is torn.
    dispose() {
      for (const path of files) readLines(path);
    },
  };
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
