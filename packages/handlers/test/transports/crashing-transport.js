import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { Writable } from "node:stream";

/** Appends to a file; its worker ends instead while there is another file, right before or after it has written. */
export default function crashingTransport({ file, broken }) {
  const write = (chunk, _encoding, settle) => {
    const when = existsSync(broken) ? readFileSync(broken, "utf8") : "never";
    if (when === "before") throw new Error(`cannot take ${chunk}`);
    appendFileSync(file, chunk);
    if (when === "after") throw new Error(`took ${chunk}`);
    settle();
  };
  return new Writable({ write });
}
