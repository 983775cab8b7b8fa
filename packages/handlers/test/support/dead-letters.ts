import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What stands in the dead-letter file of a spool. */
export function deadLetters(spool: string): { reason: string; event: Record<string, unknown> }[] {
  const text = readFileSync(join(spool, "dead-letter.log"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
