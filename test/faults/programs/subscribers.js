/**
 * Many who watch a server live: `node subscribers.js URL COUNT EVENTS`. Plain sockets instead of a library for WebSockets, so
 * that thousands of them are little work. Prints `open` when all are, `complete` when each has all events in order, and
 * `closed` with the codes when the server has ended them.
 */
import { connect } from "node:net";

const [url = "", count = "", events = ""] = process.argv.slice(2);
const { hostname, port, host, pathname, search } = new URL(url);

const handshake = [
  `GET ${pathname}${search} HTTP/1.1`,
  `Host: ${host}`,
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "",
  "",
].join("\r\n");

/** How many at a time wait to be let in: more than the backlog of a listening socket would be refused. */
const atOnce = 100;

let complete = 0;
let closed = 0;
/** @type {Record<number, number>} */
const codes = {};

/** @param {string} problem */
function fail(problem) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

/** Reads the frames of one subscriber. */
class Frames {
  #rest = Buffer.alloc(0);
  #next = 0;
  #end;

  /** @param {() => void} end answers that the server has closed it */
  constructor(end) {
    this.#end = end;
  }

  /** @param {Buffer} bytes */
  add(bytes) {
    let left = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const length = lengthOf(left);
      if (length === undefined || left.length < length) break;
      this.#frame(left.subarray(0, length));
      left = left.subarray(length);
    }
    this.#rest = left;
  }

  /** @param {Buffer} frame */
  #frame(frame) {
    if (frame[0] === 0x88) {
      const code = frame.readUInt16BE(2);
      codes[code] = (codes[code] ?? 0) + 1;
      this.#end();
      return;
    }
    const { path } = JSON.parse(frame.subarray(frame[1] === 126 ? 4 : 2).toString());
    if (path !== String(this.#next)) fail(`event ${path} instead of ${this.#next}`);
    this.#next++;
    if (this.#next === Number(events) && ++complete === Number(count)) console.log("complete");
  }
}

/**
 * The length of the frame at the start, head included; no frame here is longer than 64 KiB.
 * @param {Buffer} bytes
 */
function lengthOf(bytes) {
  if (bytes.length < 2) return undefined;
  const length = /** @type {number} */ (bytes[1]);
  if (length < 126) return 2 + length;
  return bytes.length < 4 ? undefined : 4 + bytes.readUInt16BE(2);
}

function open() {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const frames = new Frames(() => socket.end());
    socket.write(handshake);
    socket.once("data", (answer) => {
      const end = answer.indexOf("\r\n\r\n") + 4;
      if (!answer.toString("latin1").startsWith("HTTP/1.1 101 ")) fail(answer.toString("latin1"));
      if (end < answer.length) frames.add(answer.subarray(end));
      socket.on("data", (bytes) => frames.add(bytes));
      resolve(undefined);
    });
    socket.on("error", ({ message }) => fail(message));
    socket.on("close", () => {
      if (++closed === Number(count)) console.log(`closed ${JSON.stringify(codes)}`);
    });
  });
}

for (let made = 0; made < Number(count); made += atOnce) {
  await Promise.all(Array.from({ length: Math.min(atOnce, Number(count) - made) }, open));
}
console.log("open");
