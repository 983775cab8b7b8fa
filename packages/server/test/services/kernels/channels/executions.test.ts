import { readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Dealer } from "zeromq";
import { makeMessage } from "../../../../src/services/kernels/message-parts.js";
import { SignedFrames } from "../../../../src/services/kernels/signed-frames.js";
import type { WireMessage } from "../../../../src/services/kernels/wire-message.js";
import { kernelServer } from "./connection.js";

test("silent executions, and those that the kernel skips after an error, are in the account, and marked", async () => {
  const { startKernel, connect, eventsOnce } = await kernelServer();
  const client = await connect(await startKernel());
  await client.execute("print quiet", { silent: true });
  const failing = "input ?\nerror ValueError no";
  const ids = [failing, "print never", "print nor this"].map((code) => client.run(code));
  await client.hears(({ type }) => type === "input_request");
  client.send("stdin", "input_reply", { value: "go on" });
  for (const id of ids) await client.replyTo(id);
  const events = await eventsOnce(4);
  expect(events).toMatchObject([
    { code: "print quiet", silent: true, store_history: false, status: "ok" },
    { code: failing, silent: false, status: "error", error_name: "ValueError" },
    { code: "print never", status: "abort", abort_reason: "skipped" },
    { code: "print nor this", status: "abort", abort_reason: "skipped" },
  ]);
  expect(JSON.stringify(events)).not.toContain("traceback");
});

test("what runs when the kernel is restarted, dies or is shut down is in the account", async () => {
  const { startKernel, connect, call, memory, eventsOnce } = await kernelServer();
  const kernel = await startKernel();
  const client = await connect(kernel);
  await client.told(client.run("sleep 60"), "execute_input");
  await call("POST", `kernels/${kernel}/restart`);
  expect(await eventsOnce(1)).toMatchObject([{ code: "sleep 60", status: "abort", abort_reason: "restart" }]);
  expect((await client.execute("print back")).reply).toMatchObject({ execution_count: 1 });

  client.run("exit 3");
  await client.hears(({ type, content }) => type === "status" && content.execution_state === "restarting");
  expect((await client.execute("print back", { silent: true })).text).toBe("back\n");
  expect((await eventsOnce(4)).at(-2)).toMatchObject({
    code: "exit 3",
    status: "abort",
    abort_reason: "died",
  });

  await client.told(client.run("sleep 60"), "execute_input");
  await call("DELETE", `kernels/${kernel}`);
  expect(await client.closed).toEqual([1000, "the kernel was shut down"]);
  expect(memory.events.at(-1)).toMatchObject({ code: "sleep 60", status: "abort", abort_reason: "shutdown" });
  expect(memory.events).toHaveLength(5);
});

test("nothing is in the account where its schema is not allowed", async () => {
  const { startKernel, connect, memory } = await kernelServer({}, false);
  const client = await connect(await startKernel());
  await client.execute("print x");
  expect(memory.events).toEqual([]);
});

test("code of a program that is connected to the kernel without the server is in the account, without a name", async () => {
  const { startKernel, connect, eventsOnce, runtimeDir } = await kernelServer();
  const client = await connect(await startKernel());
  await client.execute("print ours");
  const direct = directClient(runtimeDir);
  const { message, id } = makeMessage("shell", "execute_request", {
    code: "error KeyError theirs",
    silent: false,
  });
  await direct.send(message);
  await client.idle(id);
  expect(await eventsOnce(2)).toMatchObject([
    { code: "print ours", username: userInfo().username },
    {
      code: "error KeyError theirs",
      username: null,
      status: "error",
      error_name: "KeyError",
      execution_count: 2,
    },
  ]);
  expect(client.heard.filter(({ channel }) => channel === "shell")).toHaveLength(1);
});

/** A program that has read the kernel's connection file. */
function directClient(runtimeDir: string) {
  const [file = ""] = readdirSync(runtimeDir).filter((name) => name.endsWith(".json"));
  const { key, ip, shell_port } = JSON.parse(readFileSync(join(runtimeDir, file), "utf8"));
  const frames = new SignedFrames(key);
  const shell = new Dealer({ linger: 0 });
  onTestFinished(() => shell.close());
  shell.connect(`tcp://${ip}:${shell_port}`);
  return { send: (message: WireMessage) => shell.send(frames.pack(message)) };
}
