import { fstatSync, ftruncateSync, readSync, writeSync } from "node:fs";

const newline = 0x0a;
/** How every line of ours begins, so that a torn one can be told from another program's text. */
const lineStart = '{"__timestamp__":';
/** A tail without a line end is looked for in steps of this size. */
const tailStep = 64 * 1024;
const longestTail = 64 * 1024 * 1024;

/**
 * A crash can leave a last line without its end. One of ours is cut off, as nobody was told that it is kept; a whole
 * event or another program's text gets the end it lacks.
 */
export function mendTail(descriptor: number, size: number): void {
  const tail = readTail(descriptor, size);
  if (tail.length === 0) return;
  const text = tail.toString("utf8");
  // It grows: another process is in the middle of writing it, and will end it itself.
  if (fstatSync(descriptor).size !== size) return;
  const ours = text.startsWith(lineStart) || lineStart.startsWith(text);
  if (ours && !isJson(text)) ftruncateSync(descriptor, size - tail.length);
  else writeSync(descriptor, "\n");
}

/** What follows the last line end of a file. */
function readTail(descriptor: number, size: number): Buffer {
  let tail = Buffer.alloc(0);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - tailStep);
    const step = Buffer.alloc(end - start);
    readSync(descriptor, step, 0, step.length, start);
    const lineEnd = step.lastIndexOf(newline);
    tail = Buffer.concat([step.subarray(lineEnd + 1), tail]);
    // Beyond that it is no event of ours, and no reason to fill the memory.
    if (lineEnd >= 0 || tail.length > longestTail) break;
    end = start;
  }
  return tail;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
