import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What was refused for good, in order. */
export function deadLettersIn(spool: string): { reason: string; id: string; event: { number: number } }[] {
  const text = readFileSync(join(spool, "dead-letter.log"), "utf8");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
