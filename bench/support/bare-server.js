// The rival of the endpoint: a node:http server that parses a body, appends it to a file, and answers 204.
// node bare-server.js FILE: prints its port.
import { open } from "node:fs/promises";
import { createServer } from "node:http";

const file = await open(process.argv[2], "a");
const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    const body = JSON.parse(Buffer.concat(parts).toString());
    await file.write(`${JSON.stringify(body)}\n`);
    response.writeHead(204).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
