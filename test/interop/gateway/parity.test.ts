import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { Connection, v1 } from "../../../packages/server/test/services/kernels/channels/connection.js";
import { logsOf, type ParitySide } from "../support/parity.js";

const python = { name: "python3" };

/** Calls of each kind. */
async function manage({ call }: ParitySide): Promise<void> {
  const cells = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const notebook = { type: "notebook", format: "json", content: cells };
  const file = { type: "file", format: "text", content: "a" };
  const { path } = await call("POST", "api/contents", { type: "notebook" });
  await call("GET", `api/contents/${path}?content=0`);
  await call("PUT", `api/contents/${path}`, notebook);
  await call("PATCH", `api/contents/${path}`, { path: "A b.ipynb" });
  await call("POST", "api/contents", { copy_from: "A b.ipynb" });
  await call("PUT", "api/contents/n%C3%A4me.txt", file);
  const checkpoint = await call("POST", "api/contents/A%20b.ipynb/checkpoints");
  await call("POST", `api/contents/A%20b.ipynb/checkpoints/${checkpoint.id}`);
  await call("DELETE", `api/contents/A%20b.ipynb/checkpoints/${checkpoint.id}`);
  const session = await call("POST", "api/sessions", {
    ...{ path: "A b.ipynb", name: "", type: "notebook", kernel: python },
  });
  await call("GET", `api/sessions/${session.id}`);
  await call("PATCH", `api/sessions/${session.id}`, { path: "c.ipynb" });
  await call("DELETE", `api/sessions/${session.id}`);
  const kernel = await call("POST", "api/kernels", python);
  await call("GET", `api/kernels/${kernel.id}`);
  await call("POST", `api/kernels/${kernel.id}/interrupt`);
  await call("POST", `api/kernels/${kernel.id}/restart`);
  await call("DELETE", `api/kernels/${kernel.id}`);
  const terminal = await call("POST", "api/terminals");
  await call("GET", `api/terminals/${terminal.name}`);
  await call("DELETE", `api/terminals/${terminal.name}`);
  await call("DELETE", "api/contents/n%C3%A4me.txt");
}

/** Files that come and go, and people who are let in or not. */
async function transfer({ call, url, token }: ParitySide): Promise<void> {
  const asWrong = { headers: { Authorization: "token wrong" } };
  expect((await fetch(`${url}api/contents`, asWrong)).status).toBe(403);
  const asPage = { headers: { Accept: "text/html" }, redirect: "manual" } as const;
  expect((await fetch(`${url}?token=${token}`, asPage)).status).toBeLessThan(400);
  const text = "a,b\n1,2\n";
  await call("PUT", "api/contents/new.csv", { type: "file", format: "text", content: text });
  await call("PUT", "api/contents/new.csv", { type: "file", format: "text", content: text });
  const piece = { type: "file", format: "base64", content: Buffer.alloc(1000).toString("base64") };
  for (const chunk of [1, 2, -1]) await call("PUT", "api/contents/large.bin", { ...piece, chunk });
  const data = { action: "save", path: "told by a front end" };
  const schema_id = "https://events.jupyter.org/jupyter_server/contents_service/v1";
  await call("POST", "api/events", { schema_id, version: "1", data });
  await call("GET", "files/new.csv");
  await call("GET", "files/large.bin?download=1");
}

/** Code that is run to each of its ends, by two clients of one kernel. */
async function execute({ call, url, token }: ParitySide, protocol: string): Promise<void> {
  const sessionOfPath = { path: "n.ipynb", name: "n", type: "notebook", kernel: python };
  const session = await call("POST", "api/sessions", sessionOfPath);
  const { id: kernel } = session.kernel as { id: string };
  const connect = () => Connection.open(url, kernel, { protocol, token });
  const [client, other] = [await connect(), await connect()];
  /** Begins something that does not end by itself. @param first is run before */
  const begin = async (first = "pass"): Promise<string> => {
    const id = client.run(`import signal, time\n${first}\nprint('begun', flush=True)\ntime.sleep(600)`);
    await client.told(id, "stream");
    return id;
  };

  /**
   * Waits until all that a new process of the kernel tells is heard: the sockets of Jupyter's server find it by themselves, and
   * what it tells all before is lost. Its own way to know is to ask again until there is an answer.
   */
  const listen = async (): Promise<void> => {
    const asked = new Set<string>();
    const answered = client.hears(({ type, parent }) => type === "status" && asked.has(parent));
    const isHeard = answered.then(() => true);
    do asked.add(client.send("shell", "kernel_info_request", {}));
    while (!(await Promise.race([isHeard, pause(200, false)])));
  };

  await listen();
  expect((await client.execute("print('a')")).text).toBe("a\n");
  await client.execute("1 / 0");
  await client.execute("'quiet'", { silent: true });
  await client.execute("'not kept'", { store_history: false });
  await client.execute("1 /");
  await other.execute("'by another'");
  await client.execute("'by the first'");
  const asking = client.run("print(input('Name?'))");
  await client.told(asking, "input_request");
  client.send("stdin", "input_reply", { value: "Ada", status: "ok" });
  expect((await client.replyTo(asking)).status).toBe("ok");
  await client.idle(asking);
  const failing = client.run("import time\ntime.sleep(1)\n1 / 0", { stop_on_error: true });
  const skipped = client.run("'never'");
  expect((await client.replyTo(failing)).status).toBe("error");
  expect((await client.replyTo(skipped)).status).toMatch(/^abort/);
  await client.idle(skipped);
  await call("PATCH", `api/sessions/${session.id}`, { path: "m.ipynb" });
  const interrupted = await begin();
  await call("POST", `api/kernels/${kernel}/interrupt`);
  expect((await client.replyTo(interrupted)).ename).toBe("KeyboardInterrupt");
  await client.idle(interrupted);
  // Jupyter's server interrupts a kernel before it ends it, and one that hears that in time answers.
  const deaf = "signal.signal(signal.SIGINT, signal.SIG_IGN)";
  await begin(deaf);
  await call("POST", `api/kernels/${kernel}/restart`);
  await listen();
  await client.execute("'anew'");
  const before = new Set(client.heard);
  const dying = client.run("import os\ninput()\nos._exit(3)");
  await client.told(dying, "input_request");
  client.send("stdin", "input_reply", { value: "", status: "ok" });
  await client.hears(
    (message) =>
      !before.has(message) && message.type === "status" && message.content.execution_state === "restarting",
  );
  await listen();
  await client.execute("'once more'");
  await begin(deaf);
  await call("DELETE", `api/kernels/${kernel}`);
}

test("the same calls give the same events of the server and of the gateway before Jupyter's", async () => {
  const { server, gateway } = await logsOf(async (side) => {
    await manage(side);
    await transfer(side);
  });
  expect(Object.values(server).flat().length).toBeGreaterThan(30);
  expect(server["daybook/file-transfers"]).toHaveLength(5);
  expect(server["daybook/authentications"]).toHaveLength(3);
  expect(gateway).toEqual(server);
}, 120_000);

test.each([
  v1,
  "",
])("the same code gives the same account of the server and of the gateway, by the protocol %j", async (protocol) => {
  const { server, gateway } = await logsOf((side) => execute(side, protocol));
  const ends = server["daybook/kernel-executions"]?.map((line) => {
    const { status, abort_reason: reason, error_name: name } = JSON.parse(line);
    return [status, reason ?? name].filter((each) => each !== undefined).join(" ");
  });
  expect(ends).toEqual([
    ...["ok", "error ZeroDivisionError", "ok", "ok", "error SyntaxError", "ok", "ok", "ok"],
    ...["error ZeroDivisionError", "abort skipped", "error KeyboardInterrupt"],
    ...["abort restart", "ok", "abort died", "ok", "abort shutdown"],
  ]);
  expect(gateway).toEqual(server);
}, 120_000);
