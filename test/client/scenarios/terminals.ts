import { PageConfig } from "@jupyterlab/coreutils";
import { type Terminal, TerminalManager } from "@jupyterlab/services";
import { expect, onTestFinished } from "vitest";
import type { ConnectedClient } from "../connected-client.js";
import { Diary } from "../diary.js";

/** Terminals: started in a folder, typed into, found again by another client, and ended. The server serves `data/tides.csv`. */
export async function terminals(client: ConnectedClient): Promise<void> {
  // Front ends read it from their page.
  PageConfig.setOption("terminalsAvailable", "true");
  const manager = new TerminalManager({ serverSettings: client.serverSettings });
  onTestFinished(() => manager.dispose());
  await manager.ready;
  const done = new Diary();

  done.terminal({ action: "start", id: "work" });
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

  done.terminal({ action: "start", id: "1" });
  await manager.startNew();
  done.terminal({ action: "stop", id: "work" });
  await manager.shutdown("work");
  await manager.refreshRunning();
  expect([...manager.running()]).toMatchObject([{ name: "1" }]);
  done.terminal({ action: "stop", id: "1" });
  await manager.shutdownAll();
  expect([...manager.running()]).toEqual([]);
  expect(await client.stop()).toEqual(done.entries);
}

/** Types into a terminal until its output matches; gives what the first brackets hold. */
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
