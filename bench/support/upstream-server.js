// What stands behind the gateway and its rivals: a node:http server. node upstream-server.js: prints its port.
// Its kernels answer by WebSocket, see answer-executions.js. GET /api/me names a user; GET /download/BYTES sends so many; anything else is answered as a small notebook would be.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { answerExecutions } from "./answer-executions.js";

const notebook = JSON.stringify({
  name: "a.ipynb",
  path: "a.ipynb",
  type: "notebook",
  content: "x".repeat(300),
});
const piece = Buffer.alloc(64 * 1024, "x");

function download(response, bytes) {
  response.writeHead(200, { "Content-Length": bytes });
  let left = bytes;
  const more = () => {
    while (left > 0) {
      const part = left < piece.length ? piece.subarray(0, left) : piece;
      left -= part.length;
      if (!response.write(part)) return response.once("drain", more);
    }
    response.end();
  };
  more();
}

const server = createServer((request, response) => {
  request.resume();
  if (request.url.startsWith("/download/")) return download(response, Number(request.url.slice(10)));
  const body = request.url === "/api/me" ? '{"identity": {"username": "ada"}}' : notebook;
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
  response.end(body);
});
const kernels = new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0] ?? false });
kernels.on("connection", answerExecutions);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
