import { connect } from "node:net";

/**
 * Posts a body over and over on some connections, for a bounded number of requests. It writes the same bytes each time
 * and only looks at how an answer begins and ends: what an HTTP client costs would be measured along with the server.
 *
 * @param status the one that each answer must have; one without a body, such as 204
 * @returns requests a second
 */
export async function load({ url, headers, body, status, connections = 32, requests }) {
  const bytes = requestBytes(new URL(url), headers, body);
  const lines = await Promise.all(
    Array.from({ length: connections }, () => Connection.to(new URL(url), bytes, status)),
  );
  const budget = { left: requests };
  const started = process.hrtime.bigint();
  await Promise.all(lines.map((line) => line.spend(budget)));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  for (const line of lines) line.close();
  return requests / seconds;
}

function requestBytes({ host, pathname }, headers, body) {
  const all = { host, ...headers, "content-length": Buffer.byteLength(body) };
  const head = [
    `POST ${pathname} HTTP/1.1`,
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** A connection that is kept alive, with one request under way at a time. */
class Connection {
  #socket;
  #bytes;
  #expected;

  constructor(socket, bytes, status) {
    this.#socket = socket;
    this.#bytes = bytes;
    this.#expected = `HTTP/1.1 ${status} `;
    socket.setEncoding("latin1").setNoDelay(true);
  }

  static to({ hostname, port }, bytes, status) {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Connection(socket, bytes, status)));
      socket.once("error", reject);
    });
  }

  /** Sends requests as long as there are any left for all connections together. */
  spend(budget) {
    return new Promise((resolve, reject) => {
      let answer = "";
      const next = () => {
        if (budget.left-- <= 0) return resolve();
        this.#socket.write(this.#bytes);
      };
      this.#socket.on("data", (text) => {
        answer += text;
        if (!answer.endsWith("\r\n\r\n")) return;
        if (!answer.startsWith(this.#expected)) return reject(new Error(`not what was expected:\n${answer}`));
        answer = "";
        next();
      });
      this.#socket.on("close", () => reject(new Error("the server ended the connection")));
      this.#socket.on("error", reject);
      next();
    });
  }

  close() {
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }
}
