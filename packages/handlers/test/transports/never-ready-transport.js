import { existsSync } from "node:fs";
import { Writable } from "node:stream";

/** Is never ready, unless there is a file. */
export default async function neverReadyTransport({ ready }) {
  if (!existsSync(ready)) await new Promise(() => {});
  return new Writable({ write: (_chunk, _encoding, settle) => settle() });
}
