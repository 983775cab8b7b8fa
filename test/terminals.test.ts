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
  const cwd = temporaryFolder({ "daybook.yaml": configuration, "notebooks/.keep": "" });
  return DaybookServer.start([], { cwd });
}

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
