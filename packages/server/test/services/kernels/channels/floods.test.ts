import { expect, test } from "vitest";
import { kernelServer, v1 } from "./connection.js";

const megabyte = 1_000_000;

test.each([v1, ""])("100 MB of output reach a client whole where no limit is set (%j)", async (protocol) => {
  const { startKernel, connect, eventsOnce } = await kernelServer({ channels: { limitRate: false } });
  const client = await connect(await startKernel(), { protocol });
  const code = `output ${100 * megabyte}`;
  const { id, reply } = await client.execute(code);
  expect(reply.status).toBe("ok");
  const printed = client.heard.filter(({ type, parent }) => type === "stream" && parent === id);
  expect(printed.reduce((total, { content }) => total + content.text.length, 0)).toBe(100 * megabyte);
  expect(await eventsOnce(1)).toMatchObject([{ code, status: "ok" }]);
});

test("of a flood of output a client gets what the limits let through, the reason, and all else", async () => {
  const { startKernel, connect } = await kernelServer();
  const client = await connect(await startKernel());
  const { id, text, reply } = await client.execute(`output ${20 * megabyte}`);
  expect(reply.status).toBe("ok");
  expect(text.length).toBeLessThan(10 * megabyte);
  expect(client.textOf(id, "stderr")).toContain("iopub_data_rate_limit");
  expect((await client.execute("print next")).text).toBe("next\n");
});

test("a client that does not read neither slows the others nor fills the memory, and is told what it missed", async () => {
  const { startKernel, connect } = await kernelServer({
    channels: { limitRate: false, maxBacklog: 16 * megabyte },
  });
  const kernel = await startKernel();
  const [quick, slow] = [await connect(kernel), await connect(kernel)];
  slow.socket.pause();
  const { id, text } = await quick.execute(`output ${60 * megabyte}`);
  expect(text).toHaveLength(60 * megabyte);
  slow.socket.resume();
  await slow.idle(id);
  expect(slow.textOf(id).length).toBeLessThan(60 * megabyte);
  expect(slow.textOf(id, "stderr")).toContain("More output comes");
  const next = await quick.execute("print next");
  await slow.idle(next.id);
  expect(slow.textOf(next.id)).toBe("next\n");
});

test("a client that does not read what cannot be left out is disconnected, and may come back", async () => {
  const { startKernel, connect } = await kernelServer({ channels: { maxBacklog: megabyte } });
  const kernel = await startKernel();
  const [quick, slow] = [await connect(kernel), await connect(kernel)];
  slow.socket.pause();
  quick.send("shell", "comm_open", { comm_id: "c", target_name: "t", data: {} });
  for (let index = 0; index < 40; index++) {
    const buffers = [new ArrayBuffer(megabyte)];
    quick.send("shell", "comm_msg", { comm_id: "c", data: { index } }, { buffers });
    await quick.hears(({ type, content }) => type === "comm_msg" && content.data.index === index);
  }
  slow.socket.resume();
  expect(await slow.closed).toEqual([1013, "messages come faster than they are read"]);
  const again = await connect(kernel, { session: slow.session });
  expect((await again.execute("print back")).text).toBe("back\n");
});
