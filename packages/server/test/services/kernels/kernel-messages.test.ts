import { expect, test } from "vitest";
import { makeMessage } from "../../../src/services/kernels/message-parts.js";
import { executeContent, KernelClient, startedKernel, testManager } from "./kernels.js";

test("buffers go to the kernel and come back as they were", async () => {
  const { manager } = testManager();
  const { kernel, client } = await startedKernel(manager);
  const buffers = [Buffer.from([0, 1, 255]), Buffer.alloc(0), Buffer.from("text")];
  await client.send("shell", "comm_open", { comm_id: "one", target_name: "echo", data: {} });
  const { message, id } = makeMessage("shell", "comm_msg", { comm_id: "one", data: { a: 1 } });
  await kernel.messages.send({ ...message, buffers });
  const echo = await client.hears(({ type, parent }) => type === "comm_msg" && parent === id);
  expect(echo.buffers).toEqual(buffers);
  expect(echo.content).toEqual({ comm_id: "one", data: { a: 1 } });
});

test("a question of a cell reaches whoever listens, and the answer the cell", async () => {
  const { manager } = testManager();
  const { client } = await startedKernel(manager);
  const id = await client.send("shell", "execute_request", executeContent("input Name?"));
  const { content } = await client.hears(({ type, parent }) => type === "input_request" && parent === id);
  expect(content).toEqual({ prompt: "Name?", password: false });
  await client.send("stdin", "input_reply", { value: "Ada" });
  await client.hears(({ type, content: { text } }) => type === "stream" && text === "Ada\n");
});

test("messages sent at once arrive in their order, each once", async () => {
  const { manager } = testManager();
  const { client } = await startedKernel(manager);
  const numbers = Array.from({ length: 200 }, (_, number) => number);
  const ids = await Promise.all(
    numbers.map((number) => client.send("shell", "execute_request", executeContent(`print ${number}`))),
  );
  for (const id of ids) await client.hears(({ type, parent }) => type === "execute_reply" && parent === id);
  await client.execute("print end");
  const printed = client.heard.filter(({ type }) => type === "stream").map(({ content }) => content.text);
  expect(printed).toEqual([...numbers.map((number) => `${number}\n`), "end\n"]);
});

test("a large output comes whole", async () => {
  const { manager } = testManager();
  const { client } = await startedKernel(manager);
  expect((await client.execute("output 20000000")).text.length).toBe(20_000_000);
});

test("a listener that fails is reported, and the others hear all the same", async () => {
  const { manager, reports } = testManager();
  const { kernel } = await startedKernel(manager);
  kernel.messages.prependListener("message", () => {
    throw new TypeError("with a text of the person's");
  });
  const client = new KernelClient(kernel);
  expect((await client.execute("print hello")).text).toBe("hello\n");
  expect(reports[0]).toContain("a message of a kernel was not handled: TypeError");
  expect(reports.join("")).not.toContain("person's");
});

test("what is sent to a kernel that has ended is an error", async () => {
  const { manager } = testManager();
  const { kernel, client } = await startedKernel(manager);
  await kernel.shutdown();
  await expect(client.send("shell", "kernel_info_request", {})).rejects.toThrow("the kernel has ended");
});
