import { expect, test } from "vitest";
import { kernelServer, v1 } from "./connection.js";

test.each([
  v1,
  "",
])("a connection that is cut in mid-execution is resumed without a lost message (%j)", async (protocol) => {
  const { startKernel, connect, call } = await kernelServer();
  const kernel = await startKernel();
  const before = await connect(kernel, { protocol });
  const other = await connect(kernel);
  const code = ["print first", "input ?", "print while away", "result 7"].join("\n");
  const id = before.run(code);
  // They come by different sockets, in any order.
  await before.hears(({ type, content }) => type === "stream" && content.text === "first\n");
  await before.hears(({ type }) => type === "input_request");
  before.socket.terminate();
  await expect.poll(async () => (await call("GET", `kernels/${kernel}`)).connections).toBe(1);
  // Another client of the kernel moves it on: whoever answers, answers.
  other.send("stdin", "input_reply", { value: "yes" });
  await other.idle(id);

  const after = await connect(kernel, { session: before.session, protocol });
  await after.idle(id);
  expect((await after.replyTo(id)).status).toBe("ok");
  expect(after.textOf(id)).toBe("yes\nwhile away\n");
  const iopub = after.heard.filter(({ channel }) => channel === "iopub").map(({ type }) => type);
  expect(iopub).toEqual(["stream", "stream", "execute_result", "status"]);
  expect((await after.execute("print again")).text).toBe("again\n");
});

test("a session that is new ends the waiting for those that are away", async () => {
  const server = await kernelServer();
  const kernel = await server.startKernel();
  const { first, id } = await cutOff(server, kernel);
  const second = await server.connect(kernel);
  second.send("stdin", "input_reply", { value: "go on" });
  await second.idle(id);
  const again = await server.connect(kernel, { session: first.session });
  await again.execute("print heard");
  expect(again.heard.map(({ parent }) => parent)).not.toContain(id);
});

test("nothing is held for those who are away where that is switched off", async () => {
  const server = await kernelServer({ channels: { bufferOfflineMessages: false } });
  const kernel = await server.startKernel();
  const witness = await server.connect(kernel);
  const { first, id } = await cutOff(server, kernel);
  witness.send("stdin", "input_reply", { value: "go on" });
  await witness.idle(id);
  const again = await server.connect(kernel, { session: first.session });
  await again.execute("print heard");
  expect(again.heard.map(({ parent }) => parent)).not.toContain(id);
});

/** A client that is gone while its code waits for an answer, and the server knows it. */
async function cutOff({ connect, call }: Awaited<ReturnType<typeof kernelServer>>, kernel: string) {
  const connections = async () => (await call("GET", `kernels/${kernel}`)).connections as number;
  const others = await connections();
  const first = await connect(kernel);
  const id = first.run("input ?\nprint unheard");
  await first.hears(({ type }) => type === "input_request");
  first.socket.terminate();
  await expect.poll(connections).toBe(others);
  return { first, id };
}

test("the same session connected twice has one connection: the older one is closed", async () => {
  const { startKernel, connect, call } = await kernelServer({ channels: { bufferOfflineMessages: false } });
  const kernel = await startKernel();
  const first = await connect(kernel);
  const id = first.run("input ?");
  await first.hears(({ type }) => type === "input_request");
  const second = await connect(kernel, { session: first.session });
  expect(await first.closed).toEqual([1000, "the same session has connected anew"]);
  second.send("stdin", "input_reply", { value: "yes" });
  expect((await second.replyTo(id)).status).toBe("ok");
  expect((await call("GET", `kernels/${kernel}`)).connections).toBe(1);
});
