import { userInfo } from "node:os";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { testKernelspec, testKernels } from "../../../../../../test/support/test-kernel.js";
import { token } from "../../../support/test-server.js";
import { kernelServer, v1 } from "./connection.js";

describe.each([v1, ""])("with the protocol %j", (protocol) => {
  test("a front end runs code and hears what comes of it, on the channels on which the kernel says it", async () => {
    const { startKernel, connect, eventsOnce } = await kernelServer();
    const kernel = await startKernel();
    const client = await connect(kernel, { protocol });
    expect(client.socket.protocol).toBe(protocol);
    const { id, reply, text } = await client.execute("print Grüezi");
    expect(text).toBe("Grüezi\n");
    expect(reply).toMatchObject({ status: "ok", execution_count: 1 });
    const told = client.heard.filter(({ parent }) => parent === id);
    expect(new Set(told.map(({ type, channel }) => `${channel} ${type}`))).toEqual(
      new Set(["iopub status", "iopub execute_input", "iopub stream", "shell execute_reply"]),
    );
    expect(await eventsOnce(1)).toMatchObject([
      {
        kernel_id: kernel,
        username: userInfo().username,
        code: "print Grüezi",
        execution_count: 1,
        status: "ok",
        silent: false,
      },
    ]);
  });

  test("messages with buffers go both ways", async () => {
    const { startKernel, connect } = await kernelServer();
    const client = await connect(await startKernel(), { protocol });
    client.send("shell", "comm_open", { comm_id: "c", target_name: "t", data: {} });
    const large = new Uint8Array(100_000).fill(7);
    const buffers = [Uint8Array.of(1, 2, 3).buffer, large.buffer];
    client.send("shell", "comm_msg", { comm_id: "c", data: { echo: true } }, { buffers });
    const echo = await client.hears(({ type }) => type === "comm_msg");
    expect(echo.content).toEqual({ comm_id: "c", data: { echo: true } });
    expect(echo.buffers.map((buffer) => new Uint8Array(buffer.buffer))).toEqual([
      Uint8Array.of(1, 2, 3),
      large,
    ]);
  });

  test("a person is asked by the kernel, and answers", async () => {
    const { startKernel, connect } = await kernelServer();
    const kernel = await startKernel();
    const client = await connect(kernel, { protocol });
    const other = await connect(kernel, { protocol });
    const id = client.run("input Name?");
    const question = await client.hears(({ type }) => type === "input_request");
    expect(question).toMatchObject({ channel: "stdin", parent: id, content: { prompt: "Name?" } });
    client.send("stdin", "input_reply", { status: "ok", value: "Ada" });
    await client.replyTo(id);
    await other.idle(id);
    await client.idle(id);
    expect(client.textOf(id)).toBe("Ada\n");
    expect(other.heard.map(({ type }) => type)).not.toContain("input_request");
    expect(other.textOf(id)).toBe("Ada\n");
  });
});

test("two clients of one kernel hear all output, and each the answers to its own requests only", async () => {
  const { startKernel, connect, eventsOnce } = await kernelServer();
  const kernel = await startKernel();
  const [one, other] = [await connect(kernel), await connect(kernel, { protocol: "" })];
  const first = await one.execute("print one");
  const second = await other.execute("print other");
  await one.idle(second.id);
  expect([one.textOf(second.id), other.textOf(first.id)]).toEqual(["other\n", "one\n"]);
  const repliesOf = (client: typeof one) => client.heard.filter(({ channel }) => channel === "shell");
  expect(repliesOf(one).map(({ parent }) => parent)).toEqual([first.id]);
  expect(repliesOf(other).map(({ parent }) => parent)).toEqual([second.id]);
  expect(await eventsOnce(2)).toMatchObject([{ code: "print one" }, { code: "print other" }]);
});

test("connections are counted while they are there", async () => {
  const { startKernel, connect, call } = await kernelServer();
  const kernel = await startKernel();
  const connections = async () => (await call("GET", `kernels/${kernel}`)).connections;
  expect(await connections()).toBe(0);
  const [one, other] = [await connect(kernel), await connect(kernel)];
  expect(await connections()).toBe(2);
  one.socket.close();
  await one.closed;
  await expect.poll(connections).toBe(1);
  other.socket.terminate();
  await expect.poll(connections).toBe(0);
});

test("a kernel that does not exist is a 404 before the upgrade", async () => {
  const { url } = await kernelServer();
  const socket = new WebSocket(`${url.replace("http", "ws")}api/kernels/none/channels?token=${token}`);
  const status = await new Promise((resolve) => {
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
  });
  socket.on("error", () => {}).terminate();
  expect(status).toBe(404);
});

describe("a client whose frames are wrong is told why, and others are not disturbed", () => {
  const v1Frame = (...words: number[]) => {
    const frame = Buffer.alloc(words.length * 8);
    for (const [index, word] of words.entries()) frame.writeBigUInt64LE(BigInt(word), index * 8);
    return frame;
  };
  const header = '{"msg_id": "1", "msg_type": "kernel_info_request"}';
  test.each<[string, string, string | Buffer, number, RegExp]>([
    ["text where frames are binary", v1, "{}", 1003, /binary/],
    ["lying offsets", v1, v1Frame(6, 56, 61, 2 ** 40, 0, 0, 0), 1002, /offsets/],
    ["more parts than bytes", v1, v1Frame(2 ** 50), 1002, /offsets/],
    ["no JSON", "", "hello", 1007, /JSON/],
    ["text that is not UTF-8", "", Buffer.from([0xff]), 1007, /^$/],
    ["no header", "", '{"channel": "shell"}', 1007, /header/],
    ["an unknown channel", "", `{"channel": "radio", "header": ${header}}`, 1002, /channel/],
    ["a message for all", "", `{"channel": "iopub", "header": ${header}}`, 1008, /iopub/],
  ])("%s", async (_case, protocol, frame, code, reason) => {
    const { startKernel, connect, problems } = await kernelServer();
    const kernel = await startKernel();
    const [client, other] = [await connect(kernel, { protocol }), await connect(kernel)];
    const isText = typeof frame === "string" || reason.source === "^$";
    client.socket.send(frame, { binary: !isText });
    const [closeCode, words] = await client.closed;
    expect(closeCode).toBe(code);
    expect(words).toMatch(reason);
    expect((await other.execute("print still here")).text).toBe("still here\n");
    expect(problems).toEqual([]);
  });
});

test("only the allowed types of messages reach the kernel, where some are", async () => {
  const allowedMessageTypes = ["execute_request"];
  const { startKernel, connect } = await kernelServer({ channels: { allowedMessageTypes } });
  const client = await connect(await startKernel());
  client.send("shell", "kernel_info_request", {});
  await client.execute("print done");
  expect(client.heard.map(({ type }) => type)).not.toContain("kernel_info_reply");
});

test("a client that does not answer when it is asked whether it is there is taken to be gone", async () => {
  const { startKernel, connect, call } = await kernelServer({ channels: { websocketPingInterval: 0.05 } });
  const kernel = await startKernel();
  const [alive, dead] = [await connect(kernel), await connect(kernel)];
  dead.socket.pause();
  await expect.poll(async () => (await call("GET", `kernels/${kernel}`)).connections).toBe(1);
  expect((await alive.execute("print alive")).text).toBe("alive\n");
});

test("a client that leaves a kernel which never answers is not kept", async () => {
  const { kernels } = testKernels({ mute: testKernelspec({ argv: ["sleep", "1000"] }) });
  const { call, connect } = await kernelServer({ kernels, channels: { websocketPingInterval: 0.05 } });
  const kernel = (await call("POST", "kernels", { name: "mute" })).id as string;
  const client = await connect(kernel);
  // What it sent is not read, and behind that its end is not seen.
  client.run("print unheard");
  client.socket.terminate();
  await expect.poll(async () => (await call("GET", `kernels/${kernel}`)).connections).toBe(0);
});
