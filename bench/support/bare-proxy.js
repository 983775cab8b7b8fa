// The rival of the gateway: the least that passes requests on with node:http, its connections kept as the gateway keeps its own.
// node bare-proxy.js PORT: passes on to that port, and prints its own.
import { Agent, createServer, request as send } from "node:http";

const agent = new Agent({ keepAlive: true, timeout: 4000, maxFreeSockets: 256, scheduling: "lifo" });
const server = createServer((request, response) => {
  const { method, url: path, headers } = request;
  const outgoing = send(
    { host: "127.0.0.1", port: Number(process.argv[2]), agent, method, path, headers },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  outgoing.on("error", () => response.destroy());
  request.pipe(outgoing);
});
server.on("upgrade", (request, socket, head) => {
  const { url: path, headers } = request;
  const outgoing = send({ host: "127.0.0.1", port: Number(process.argv[2]), agent: false, path, headers });
  outgoing.on("upgrade", (answer, behind, first) => {
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("")}\r\n`);
    socket.setNoDelay(true);
    behind.setNoDelay(true);
    behind.unshift(first);
    socket.unshift(head);
    socket.pipe(behind).pipe(socket);
    socket.on("error", () => behind.destroy());
    behind.on("error", () => socket.destroy());
  });
  outgoing.end();
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
