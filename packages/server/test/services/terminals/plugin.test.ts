import { once } from "node:events";
import { mkdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { haveEnded } from "../../../../../test/support/processes.js";
import { loadPseudoTerminals } from "../../../src/services/terminals/pseudo-terminals.js";
import { TerminalSocket, terminalUrl } from "../../support/terminal-socket.js";
import { testOptions, testServer, token } from "../../support/test-server.js";

const sockets: TerminalSocket[] = [];
afterEach(() => {
  for (const { socket } of sockets.splice(0)) socket.terminate();
});

const unavailable = typeof (await loadPseudoTerminals()) === "string";
const reason = unavailable ? " (there is no build of pseudo-terminals for this machine)" : "";

/** A server whose terminals run a plain shell, and calls to it. */
async function terminalServer(script?: string) {
  const options = await testOptions();
  const shellCommand = script === undefined ? ["sh"] : ["sh", "-c", script];
  const server = await testServer({ ...options, terminals: { shellCommand } });
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${server.url}api/terminals${path}`, {
      method,
      headers: { Authorization: `token ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const open = async (name: string) => {
    const socket = await TerminalSocket.open(terminalUrl(server.url, name, token));
    sockets.push(socket);
    return socket;
  };
  const start = async (body?: unknown) => {
    const response = await call("POST", "", body);
    return (await response.json()) as { name: string };
  };
  return { ...options, server, call, open, start };
}

describe.skipIf(unavailable)(`REST${reason}`, () => {
  test("a terminal is started, found, listed and ended", async () => {
    const { call } = await terminalServer();
    const created = await call("POST", "");
    expect(created.status).toBe(200);
    const model = { name: "1", last_activity: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) };
    expect(await created.json()).toEqual(model);
    expect(await (await call("POST", "", { name: "build" })).json()).toMatchObject({ name: "build" });
    expect(await (await call("GET", "/1")).json()).toEqual(model);
    expect(await (await call("GET", "")).json()).toEqual([model, { ...model, name: "build" }]);
    const deleted = await call("DELETE", "/1");
    expect([deleted.status, await deleted.text()]).toEqual([204, ""]);
    expect(await (await call("GET", "")).json()).toMatchObject([{ name: "build" }]);
  });

  test.each([
    ["GET", "/nothing", undefined, 404, "not-found"],
    ["DELETE", "/nothing", undefined, 404, "not-found"],
    ["POST", "", [], 400, "bad-request"],
    ["POST", "", { name: 1 }, 400, "bad-request"],
    ["POST", "", { name: "../x" }, 400, "bad-request"],
    ["POST", "", { cwd: 1 }, 400, "bad-request"],
    ["POST", "", { cwd: "../.." }, 404, "not-found"],
  ])("%s %s with %j is refused", async (method, path, body, status, reason) => {
    const { call } = await terminalServer();
    const response = await call(method, path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ reason });
    expect(await (await call("GET", "")).json()).toEqual([]);
  });

  test.each([
    ["data", "/data"],
    ["/data/", "/data"],
    ["", ""],
    ["gone", ""],
    ["a.txt", ""],
    [".hidden", ""],
  ])("cwd %j is a folder below the root, or the root", async (cwd, below) => {
    const { rootDir, start, open } = await terminalServer();
    for (const folder of ["data", ".hidden"]) await mkdir(join(rootDir, folder));
    await writeFile(join(rootDir, "a.txt"), "");
    const terminal = await open((await start({ cwd })).name);
    terminal.type('echo "in <$(pwd -P)> of <$JUPYTER_SERVER_ROOT> on $TERM"\n');
    const root = await realpath(rootDir);
    expect(await terminal.shows(/in (<\/.*> of <\/.*> on .*)\r\n/)).toBe(
      `<${root}${below}> of <${rootDir}> on xterm-256color`,
    );
  });

  test("where there are no terminals, every call says why", async () => {
    const options = await testOptions();
    const server = await testServer({ ...options, terminals: { enabled: false } });
    for (const [method, path] of [
      ["GET", ""],
      ["POST", ""],
      ["GET", "/1"],
      ["DELETE", "/1"],
    ] as const) {
      const response = await fetch(`${server.url}api/terminals${path}`, {
        method,
        headers: { Authorization: `token ${token}` },
      });
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        message: "Terminals are turned off here, by ServerApp.terminals_enabled",
        reason: "terminals-unavailable",
      });
    }
  });
});

describe.skipIf(unavailable)(`the WebSocket${reason}`, () => {
  test("a terminal that is not there is told before the upgrade", async () => {
    const { server } = await terminalServer();
    const socket = new WebSocket(terminalUrl(server.url, "1", token));
    const [, response] = await once(socket, "unexpected-response");
    expect(response.statusCode).toBe(404);
    socket.on("error", () => {}).terminate();
  });

  test("commands are typed, and two clients see the same", async () => {
    const { start, open } = await terminalServer();
    const { name } = await start();
    const [one, two] = [await open(name), await open(name)];
    one.type("echo $((6 * 7)) from one\n");
    two.type("echo $((6 * 7)) from two\n");
    for (const client of [one, two]) {
      await client.shows(/42 from one\r\n(?:.*\r\n)*.*42 from two\r\n/);
      expect(client.messages).toEqual([["setup", {}]]);
    }
  });

  test("programs know the size, and hear when it changes", async () => {
    const { start, open } = await terminalServer();
    const terminal = await open((await start()).name);
    terminal.setSize(31, 97);
    terminal.type("stty size\n");
    await terminal.shows(/31 97\r\n/);
    terminal.setSize(20, 60);
    terminal.type("stty size\n");
    await terminal.shows(/20 60\r\n/);
  });

  test("a client that comes back sees what was there, and the program has gone on", async () => {
    const { start, open } = await terminalServer();
    const { name } = await start();
    const before = await open(name);
    before.type("greeting=hello; echo first $greeting\n");
    await before.shows(/first hello\r\n/);
    await before.close();
    const after = await open(name);
    await after.shows(/first hello\r\n/);
    after.type("echo second $greeting\n");
    await after.shows(/second hello\r\n/);
  });

  test("a character whose bytes come one after the other stays one", async () => {
    const { start, open } = await terminalServer(
      "stty -echo; printf 'a\\303'; read next; printf '\\251b'; read last",
    );
    const terminal = await open((await start()).name);
    await terminal.shows(/^a/);
    terminal.type("\n");
    await terminal.shows(/b$/);
    expect(terminal.text).toBe("aéb");
  });

  test("of more output than a client takes at once nothing is lost", async () => {
    const { start, open } = await terminalServer("read go; seq 1 400000; read end");
    const terminal = await open((await start()).name);
    terminal.socket.pause();
    terminal.type("\n");
    terminal.socket.resume();
    await terminal.shows(/\n400000\r\n$/);
    const numbers = terminal.text.trim().split("\r\n").slice(-400_000);
    expect(numbers.every((number, index) => number === String(index + 1))).toBe(true);
  });

  test("when the shell ends, clients hear of it and the terminal is gone", async () => {
    const { call, start, open } = await terminalServer();
    const terminal = await open((await start()).name);
    const closed = once(terminal.socket, "close");
    terminal.type("exit\n");
    await closed;
    expect(terminal.messages).toEqual([
      ["setup", {}],
      ["disconnect", 1],
    ]);
    expect(await (await call("GET", "")).json()).toEqual([]);
  });
});

describe.skipIf(unavailable)(`the end${reason}`, () => {
  /** Ignores the hang-up, in the shell and in a program in the foreground. */
  const stubborn = `trap '' HUP; echo shell $$.; sh -c 'trap "" HUP; echo child $$.; while :; do sleep 100; done'\n`;

  test("DELETE leaves no process, not even one that ignores the hang-up", async () => {
    const { call, start, open } = await terminalServer();
    const { name } = await start();
    const terminal = await open(name);
    terminal.type(stubborn);
    const pids = [await terminal.shows(/shell (\d+)\./), await terminal.shows(/child (\d+)\./)].map(Number);
    const closed = once(terminal.socket, "close");
    expect((await call("DELETE", `/${name}`)).status).toBe(204);
    await closed;
    expect(terminal.messages.at(-1)).toEqual(["disconnect", 1]);
    await haveEnded(...pids);
  });

  test("nor does a server that stops", async () => {
    const { server, start, open } = await terminalServer();
    const terminals = [await open((await start()).name), await open((await start()).name)];
    const pids: number[] = [];
    for (const terminal of terminals) {
      terminal.type(stubborn);
      for (const pattern of [/shell (\d+)\./, /child (\d+)\./])
        pids.push(Number(await terminal.shows(pattern)));
    }
    await server.close();
    await haveEnded(...pids);
  });
});
