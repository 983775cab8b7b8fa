import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { FreePorts } from "../../../src/services/kernels/free-ports.js";

test("no port is given twice before it is released", async () => {
  const ports = new FreePorts();
  const taken = [...(await ports.take(50)), ...(await ports.take(50))];
  expect(new Set(taken).size).toBe(100);
});

test("ports can be listened on, and lie below those of outgoing connections", async () => {
  const [port = 0] = await new FreePorts().take(1);
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_768);
  const server = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
});
