import { connect } from "node:net";

/**
 * Gets an address over and over on some connections, for a bounded number of requests. Answers are only looked at for where
 * they end, which their Content-Length says.
 *
 * @returns requests a second, and the median time of one in milliseconds
 */
export async function getLoad({ url, connections, requests }) {
  const lines = await Promise.all(Array.from({ length: connections }, () => open(new URL(url))));
  const budget = { left: requests };
  const times = [];
  const started = performance.now();
  await Promise.all(lines.map((line) => spend(line, budget, times)));
  const seconds = (performance.now() - started) / 1000;
  for (const { socket } of lines) socket.destroy();
  times.sort((left, right) => left - right);
  return { rate: requests / seconds, p50: times[times.length >> 1] };
}

function open({ hostname, port, host, pathname }) {
  const bytes = Buffer.from(
    `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\nAuthorization: token bench\r\n` +
      "Cookie: username-127-0-0-1-8888=2|1:0|10:1700000000|23:username|44:abc; _xsrf=2|abc|def|1700000000\r\n" +
      "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\nAccept-Encoding: gzip, deflate\r\n\r\n",
  );
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve({ socket, bytes }));
    socket.setEncoding("latin1").setNoDelay(true).once("error", reject);
  });
}

function spend({ socket, bytes }, budget, times) {
  return new Promise((resolve, reject) => {
    let answer = "";
    let begun = 0;
    const next = () => {
      if (budget.left-- <= 0) return resolve();
      answer = "";
      begun = performance.now();
      socket.write(bytes);
    };
    socket.on("data", (text) => {
      answer += text;
      const head = answer.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = /content-length: (\d+)/i.exec(answer.slice(0, head))?.[1];
      if (!answer.startsWith("HTTP/1.1 200 ") || length === undefined)
        return reject(new Error(`not what was expected:\n${answer}`));
      if (answer.length < head + 4 + Number(length)) return;
      times.push(performance.now() - begun);
      next();
    });
    next();
  });
}
