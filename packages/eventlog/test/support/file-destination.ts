import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLines } from "./lines.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A file that can be broken and mended, for harnesses of handlers that write to one. */
export function fileDestination() {
  const folder = join(temporaryFolder(), "events");
  const movedAway = `${folder}-moved`;
  const file = join(folder, "event.log");
  return {
    file,
    read: async () => [
      ...readLines(join(movedAway, "event.log")),
      ...(existsSync(file) ? readLines(file) : []),
    ],
    // A file where the folder was: that fails for every user, root too.
    break() {
      renameSync(folder, movedAway);
      writeFileSync(folder, "");
    },
    mend: () => rmSync(folder),
  };
}
