import { EventEmitter, once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { loadPseudoTerminals } from "../../../src/services/terminals/pseudo-terminals.js";
import { Terminal } from "../../../src/services/terminals/terminal.js";

const loaded = await loadPseudoTerminals();
const unavailable = typeof loaded === "string" || process.platform === "win32";
const reason = unavailable ? " (there are no pseudo-terminals of POSIX on this machine)" : "";

/** A client at the other end of a line that may stand still. */
class ClientSocket extends EventEmitter {
  /** Whether it takes what it is sent. */
  takes = true;
  shown = "";
  isPaused = false;
  /** How often it was not read from. */
  pauses = 0;

  send(message: string, taken: () => void) {
    const [kind, text] = JSON.parse(message);
    if (kind === "stdout") this.shown += text;
    if (this.takes) setImmediate(taken);
    this.emit("shown");
  }
  close() {}
  terminate() {}
  pause() {
    this.isPaused = true;
    this.pauses += 1;
    this.emit("paused");
  }
  resume() {
    this.isPaused = false;
    this.emit("resumed");
  }
  types(text: string) {
    this.emit("message", Buffer.from(JSON.stringify(["stdin", text])));
  }
  async shows(text: string) {
    while (!this.shown.includes(text)) await once(this, "shown");
  }
}

/** A terminal whose program is a script of the shell. */
function start(script: string, cwd = temporaryFolder()) {
  if (typeof loaded === "string") throw new Error(loaded);
  const pty = loaded.spawn("sh", ["-c", script], { name: "xterm", cwd, env: process.env });
  const terminal = new Terminal("1", pty, () => {});
  onTestFinished(() => terminal.end());
  const client = new ClientSocket();
  terminal.connect(client as never);
  return { terminal, client };
}

test.skipIf(unavailable).each([
  ["whoever follows it", true],
  ["a client that takes nothing", false],
])(`what a program wrote before it ended is shown to %s${reason}`, async (_client, takes) => {
  // It is held up after a mebibyte, and the rest fits into what the system and Node hold.
  const length = 1024 * 1024 + 8000;
  const { terminal, client } = start(`head -c ${length} /dev/zero | tr '\\0' x; printf END`);
  client.takes = takes;
  await terminal.ended;
  expect(client.shown.length).toBe(length + "END".length);
  expect(client.shown.endsWith("xEND")).toBe(true);
});

test.skipIf(unavailable)(
  `a program that has ended and leaves others that write without end ends the terminal${reason}`,
  async () => {
    const { terminal, client } = start("trap '' HUP; yes & exec sleep 0.5");
    client.takes = false;
    await terminal.ended;
    expect(client.shown.length).toBeLessThan(2 * 1024 * 1024);
  },
);

test.skipIf(unavailable)(
  `where a program does not read, no more is read from who types, and nothing is lost once it reads${reason}`,
  async () => {
    const cwd = temporaryFolder();
    const { client } = start(
      "stty raw -echo; printf ready; while [ ! -e go ]; do sleep 0.05; done; head -c 2000000 | wc -c",
      cwd,
    );
    await client.shows("ready");
    for (let part = 0; part < 10; part += 1) client.types("ü".repeat(100_000));
    expect(client.isPaused).toBe(true);
    const resumed = once(client, "resumed");
    writeFileSync(join(cwd, "go"), "");
    await resumed;
    await client.shows("2000000");
    expect(client.pauses).toBe(1);
  },
);

test.skipIf(unavailable)(
  `a client that comes while much waits is not read from either${reason}`,
  async () => {
    const { terminal, client } = start("stty raw -echo; printf ready; exec sleep 1000");
    await client.shows("ready");
    client.types("x".repeat(1_100_000));
    const other = new ClientSocket();
    terminal.connect(other as never);
    expect([client.isPaused, other.isPaused]).toEqual([true, true]);
    await terminal.end();
    expect([client.isPaused, other.isPaused]).toEqual([false, false]);
  },
);
