import { PageConfig } from "@jupyterlab/coreutils";
import { ServerConnection, type Terminal, TerminalManager } from "@jupyterlab/services";
import { expect, test } from "vitest";
import { loadPseudoTerminals } from "../packages/server/src/services/terminals/pseudo-terminals.js";
import { TerminalSocket, terminalUrl } from "../packages/server/test/support/terminal-socket.js";
import { DaybookServer } from "./support/daybook.js";
import { haveEnded } from "./support/processes.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const configuration = `
ServerApp:
  root_dir: notebooks
TerminalManager:
  shell_command: [sh]
`;

const unavailable = typeof (await loadPseudoTerminals()) === "string";
const reason = unavailable ? " (there is no build of pseudo-terminals for this machine)" : "";

async function startServer(): Promise<DaybookServer> {
  const cwd = temporaryFolder({ "daybook.yaml": configuration, "notebooks/data/tides.csv": "1,2\n" });
  return DaybookServer.start([], { cwd });
}

/** Types into a terminal of the real client until its output matches; gives what the first brackets hold. */
function answerTo(typed: string, terminal: Terminal.ITerminalConnection, pattern: RegExp): Promise<string> {
  let shown = "";
  return new Promise((resolve) => {
    const read = (_sender: unknown, { type, content }: Terminal.IMessage): void => {
      if (type === "stdout") shown += String(content?.[0]);
      const match = pattern.exec(shown);
      if (match === null) return;
      terminal.messageReceived.disconnect(read);
      resolve(match[1] ?? match[0]);
    };
    terminal.messageReceived.connect(read);
    terminal.send({ type: "stdin", content: [typed] });
  });
}

test.skipIf(unavailable)(`a real client starts, uses, finds again and ends terminals${reason}`, async () => {
  // Front ends read it from their page.
  PageConfig.setOption("terminalsAvailable", "true");
  const server = await startServer();
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: server.url,
    wsUrl: server.url.replace(/^http/, "ws"),
    token: server.token,
    appendToken: true,
  });
  const manager = new TerminalManager({ serverSettings });
  await manager.ready;

  const terminal = await manager.startNew({ name: "work", cwd: "data" });
  expect(terminal.name).toBe("work");
  terminal.send({ type: "set_size", content: [30, 100, 600, 1000] });
  expect(await answerTo("ls; stty size\r", terminal, /(tides\.csv\r\n30 100)\r\n/)).toContain("30 100");

  await manager.refreshRunning();
  expect([...manager.running()]).toMatchObject([{ name: "work" }]);
  const again = manager.connectTo({ model: { name: "work" } });
  expect(await answerTo("echo $((6 * 7))\r", again, /(42)\r\n/)).toBe("42");
  terminal.dispose();
  again.dispose();

  await manager.startNew();
  await manager.shutdown("work");
  await manager.refreshRunning();
  expect([...manager.running()]).toMatchObject([{ name: "1" }]);
  await manager.shutdownAll();
  expect([...manager.running()]).toEqual([]);
  manager.dispose();
  expect(await server.stop()).toBe(0);
});

test.skipIf(unavailable)(
  `a server that is killed leaves neither shells nor what runs in their foreground behind${reason}`,
  async () => {
    const server = await startServer();
    const pids: number[] = [];
    for (const name of ["1", "2", "3"]) {
      await server.fetch("api/terminals", { method: "POST" });
      const terminal = await TerminalSocket.open(terminalUrl(server.url, name, server.token));
      terminal.socket.on("error", () => {});
      terminal.type("echo shell $$.; sh -c 'echo foreground $$.; sleep 1000'\n");
      for (const kind of ["shell", "foreground"])
        pids.push(Number(await terminal.shows(new RegExp(`${kind} (\\d+)\\.`))));
    }
    server.run.signal("SIGKILL");
    await haveEnded(...pids);
  },
);

test.skipIf(unavailable)(
  `input that no program reads does not stand in the way of others${reason}`,
  async () => {
    const server = await startServer();
    await server.fetch("api/terminals", { method: "POST" });
    const terminal = await TerminalSocket.open(terminalUrl(server.url, "1", server.token));
    // What is typed is shown too, and must not be taken for the answer.
    terminal.type("stty raw -echo; echo re''ady; sleep 1000\n");
    await terminal.shows(/ready/);
    for (let part = 0; part < 20; part += 1) terminal.type("x".repeat(100_000));
    expect((await server.fetch("api/terminals/1")).status).toBe(200);
    expect((await server.fetch("api/terminals/1", { method: "DELETE" })).status).toBe(204);
    terminal.socket.terminate();
    expect(await server.stop()).toBe(0);
  },
);
