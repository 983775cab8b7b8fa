import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import type { MemoryHandler } from "@daybook/eventlog";
import { expect, test, vi } from "vitest";
import { v1 } from "../../../server/test/services/kernels/channels/connection.js";
import { everything, executionsSchema, kernelGateway } from "../support/kernel-gateway.js";
import { SwitchedHandler } from "../support/switched-handler.js";

/** The events once there are so many: a client may hear of the end of an execution before it is recorded. */
async function eventsOnce(memory: MemoryHandler, count: number) {
  await vi.waitFor(() => expect(memory.events.length).toBeGreaterThanOrEqual(count), { timeout: 10_000 });
  return memory.events;
}

test.each([v1, ""])("who ran what in which notebook is recorded, by the protocol %j", async (protocol) => {
  const { call, connect, memory } = await kernelGateway();
  const wanted = { path: "a/b.ipynb", name: "b", type: "notebook", kernel: { name: "test" } };
  const session = (await call("POST", "api/sessions", wanted)).body;
  const client = await connect(session.kernel.id, protocol);
  expect(client.socket.protocol).toBe(protocol);
  expect((await client.execute("print x")).text).toBe("x\n");
  await client.execute("error ValueError no");
  await call("PATCH", `api/sessions/${session.id}`, { path: "c.ipynb" });
  await client.execute("print quiet", { silent: true });
  const common = {
    kernel_id: session.kernel.id,
    session_id: session.id,
    path: "a/b.ipynb",
    username: userInfo().username,
    confirmed_by: "server",
    silent: false,
  };
  expect(await eventsOnce(memory, 3)).toMatchObject([
    { ...common, code: "print x", code_length: 7, execution_count: 1, status: "ok" },
    { ...common, code: "error ValueError no", status: "error", error_name: "ValueError" },
    { ...common, code: "print quiet", path: "c.ipynb", silent: true, status: "ok" },
  ]);
});

test("a session that was there before the gateway is known too", async () => {
  const { connect, memory, server } = await kernelGateway();
  const wanted = { path: "old.ipynb", name: "old", type: "notebook", kernel: { name: "test" } };
  const session = (await server.call("POST", "api/sessions", wanted)).body;
  await (await connect(session.kernel.id)).execute("print x");
  expect(await eventsOnce(memory, 1)).toMatchObject([{ path: "old.ipynb", session_id: session.id }]);
});

test("the name of an execution says that a proxy has confirmed it, where one has", async () => {
  const trusted = { userHeader: "X-User", trustedProxies: ["127.0.0.1"] };
  const { startKernel, connect, memory } = await kernelGateway(trusted);
  await (await connect(await startKernel(), v1, { "X-User": "cem" })).execute("print x");
  expect(await eventsOnce(memory, 1)).toMatchObject([{ username: "cem", confirmed_by: "header" }]);
});

test("two connections to one kernel, in both protocols, give each execution once", async () => {
  const { startKernel, connect, memory } = await kernelGateway();
  const kernel = await startKernel();
  const [one, two] = [await connect(kernel, v1), await connect(kernel, "")];
  for (const client of [one, two, one]) {
    const { id } = await client.execute("print x");
    await Promise.all([one.idle(id), two.idle(id)]);
  }
  const events = await eventsOnce(memory, 3);
  expect(events.map((event) => event.execution_count)).toEqual([1, 2, 3]);
});

test("what runs when the kernel is restarted, dies, is shut down or outlives the gateway is recorded", async () => {
  const { startKernel, connect, call, memory, close } = await kernelGateway();
  const kernel = await startKernel();
  const client = await connect(kernel);
  await client.told(client.run("sleep 60"), "execute_input");
  await call("POST", `api/kernels/${kernel}/restart`);
  await client.execute("print back");
  client.run("exit 3");
  await client.hears(({ type, content }) => type === "status" && content.execution_state === "restarting");
  await client.execute("print again", { silent: true });
  await client.told(client.run("sleep 60"), "execute_input");
  await call("DELETE", `api/kernels/${kernel}`);
  await client.closed;
  const other = await connect(await startKernel());
  await other.told(other.run("sleep 61"), "execute_input");
  await close();
  expect(await other.closed).toEqual([1001, "the gateway stops"]);
  expect(memory.events).toMatchObject([
    { code: "sleep 60", status: "abort", abort_reason: "restart" },
    { code: "print back", status: "ok" },
    { code: "exit 3", status: "abort", abort_reason: "died" },
    { code: "print again", status: "ok" },
    { code: "sleep 60", status: "abort", abort_reason: "shutdown" },
    { code: "sleep 61" },
  ]);
  expect(memory.events.at(-1)).not.toMatchObject({ status: expect.anything() });
});

test("what runs while nobody is connected is recorded when its kernel is seen to be gone", async () => {
  const { startKernel, connect, call, memory, server } = await kernelGateway();
  for (const code of ["sleep 60", "sleep 61"]) {
    const kernel = await startKernel();
    const client = await connect(kernel);
    await client.told(client.run(code), "execute_input");
    client.socket.close();
    await client.closed;
    await server.call("DELETE", `api/kernels/${kernel}`);
    if (code === "sleep 60") expect((await call("GET", `api/kernels/${kernel}`)).status).toBe(404);
    else await expect(connect(kernel)).rejects.toThrow("404");
  }
  const events = await eventsOnce(memory, 2);
  expect(events).toMatchObject([{ code: "sleep 60" }, { code: "sleep 61" }]);
  for (const event of events) expect(event).not.toHaveProperty("status");
});

test("code of megabytes is recorded by its digest, and output of megabytes passes", async () => {
  const { startKernel, connect, memory } = await kernelGateway();
  const client = await connect(await startKernel());
  const code = `print ${"x".repeat(3_000_000)}`;
  expect((await client.execute(code)).text).toHaveLength(3_000_001);
  const digest = createHash("sha256").update(code).digest("hex");
  expect(await eventsOnce(memory, 1)).toMatchObject([
    { code_sha256: digest, code_length: code.length, status: "ok" },
  ]);
  expect(memory.events[0]).not.toHaveProperty("code");
});

test("with refuse, code that could not be recorded does not reach the kernel", async () => {
  const handler = new SwitchedHandler();
  const gateway = await kernelGateway(
    { onFailure: { [executionsSchema]: "refuse" } },
    { handlers: [handler], allowedSchemas: { [executionsSchema]: everything } },
  );
  const kernel = await gateway.startKernel();
  const client = await gateway.connect(kernel);
  const witness = await gateway.server.connect(kernel);
  await client.execute("print before");
  handler.works = false;
  // What runs nothing goes on.
  await client.replyTo(client.send("shell", "kernel_info_request", {}));
  client.run("print unseen");
  client.run("print nor this");
  expect(await client.closed).toEqual([1013, "the event log cannot keep what would be run"]);
  handler.works = true;
  await (await gateway.connect(kernel)).execute("print after");
  await witness.hears(({ type, content }) => type === "execute_input" && content.code === "print after");
  const codes = witness.heard
    .filter(({ type }) => type === "execute_input")
    .map(({ content }) => content.code);
  expect(codes).toEqual(["print before", "print after"]);
  const recorded = () => handler.lines.map((line) => JSON.parse(line).code);
  await vi.waitFor(() => expect(recorded()).toEqual(["print before", "print after"]), { timeout: 10_000 });
});

test("a connection from before executions were recorded is closed once they are, so that it is opened anew", async () => {
  const { startKernel, connect, memory, log } = await kernelGateway({}, { allowedSchemas: [] });
  const kernel = await startKernel();
  const client = await connect(kernel);
  await client.execute("print unrecorded");
  log.allowedSchemas = { [executionsSchema]: everything };
  expect(await client.closed).toEqual([1012, "what is run is recorded from now on: connect again"]);
  await (await connect(kernel)).execute("print recorded");
  expect(await eventsOnce(memory, 1)).toMatchObject([{ code: "print recorded", status: "ok" }]);
});

test("where executions are not recorded, kernels work all the same, and no code is in the log", async () => {
  const { startKernel, connect, memory } = await kernelGateway({}, { allowedSchemas: [] });
  expect((await (await connect(await startKernel())).execute("print x")).text).toBe("x\n");
  expect(memory.events).toEqual([]);
});
