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
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
