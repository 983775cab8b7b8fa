import { appendFileSync, existsSync } from "node:fs";
import { Writable } from "node:stream";

/** Appends to a file, but keeps everything to itself until it is let go by another file. It flushes when it has written. */
export default function slowTransport({ file, gate }) {
  const waitForGate = (then) => (existsSync(gate) ? then() : setTimeout(waitForGate, 5, then));
  const stream = new Writable({
    write(chunk, _encoding, settle) {
      waitForGate(() => {
        appendFileSync(file, chunk);
        settle();
      });
    },
  });
  const flush = (settle) => (stream.writableLength === 0 ? settle() : setTimeout(flush, 5, settle));
  return Object.assign(stream, { flush });
}
