import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PseudoTerminal } from "../../../src/services/terminals/pseudo-terminals.js";
import { Terminal } from "../../../src/services/terminals/terminal.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A pseudo-terminal without a program, which notes what it is told. */
class RecordingPty implements PseudoTerminal {
  readonly pid = 0;
  readonly calls: string[] = [];
  show: (text: string) => void = () => {};
  exit: () => void = () => {};

  write(text: string) {
    this.calls.push(`write ${text}`);
  }
  resize(columns: number, rows: number) {
    this.calls.push(`resize ${columns}x${rows}`);
  }
  pause() {
    this.calls.push("pause");
  }
  resume() {
    this.calls.push("resume");
  }
  kill() {
    this.calls.push("kill");
  }
  onData(listener: (text: string) => void) {
    this.show = listener;
  }
  onExit(listener: () => void) {
    this.exit = listener;
  }
}

/** A client at the other end of a line that takes what it is sent only when the test says so. */
class ClientSocket extends EventEmitter {
  readonly sent: unknown[] = [];
  readonly close = vi.fn();
  readonly terminate = vi.fn();
  #underWay: (() => void)[] = [];

  send(message: string, taken: () => void) {
    this.sent.push(JSON.parse(message));
    this.#underWay.push(taken);
  }

  /** Takes some of what is on its way, or all. */
  take(count = Number.POSITIVE_INFINITY) {
    for (const taken of this.#underWay.splice(0, count)) taken();
  }

  says(...message: unknown[]) {
    this.emit("message", Buffer.from(JSON.stringify(message)));
  }

  /** What it was shown, in one text. */
  get shown(): string {
    return this.sent
      .flatMap((message) => ((message as unknown[])[0] === "stdout" ? (message as string[])[1] : []))
      .join("");
  }
}

function openTerminal() {
  const pty = new RecordingPty();
  const terminal = new Terminal("1", pty, () => {});
  const connect = (): ClientSocket => {
    const socket = new ClientSocket();
    terminal.connect(socket as never);
    return socket;
  };
  return { pty, terminal, connect };
}

const flood = "x".repeat(600_000);

test("every client sees the output and can type", () => {
  const { pty, connect } = openTerminal();
  const [one, two] = [connect(), connect()];
  pty.show("$ ");
  one.says("stdin", "ls");
  two.says("stdin", "\r");
  expect([one.sent, two.sent]).toEqual([
    [
      ["setup", {}],
      ["stdout", "$ "],
    ],
    [
      ["setup", {}],
      ["stdout", "$ "],
    ],
  ]);
  expect(pty.calls).toEqual(["write ls", "write \r"]);
});

test("a client that comes later sees what was there", () => {
  const { pty, connect } = openTerminal();
  pty.show("a\r\n");
  pty.show("b\r\n");
  const late = connect();
  pty.show("c\r\n");
  expect(late.shown).toBe("a\r\nb\r\nc\r\n");
});

test("the terminal is as large as the smallest of its clients", () => {
  const { pty, connect } = openTerminal();
  const [one, two] = [connect(), connect()];
  one.says("set_size", 24, 80);
  two.says("set_size", 50, 60);
  two.emit("close");
  one.emit("close");
  expect(pty.calls).toEqual(["resize 80x24", "resize 60x24", "resize 80x24"]);
});

test("the program waits while a client does not take its output, and goes on when it has", () => {
  const { pty, connect } = openTerminal();
  const [quick, slow] = [connect(), connect()];
  pty.show(flood);
  quick.take();
  expect(pty.calls).toEqual([]);
  pty.show(flood);
  quick.take();
  expect(pty.calls).toEqual(["pause"]);
  slow.take();
  expect(pty.calls).toEqual(["pause", "resume"]);
});

test("a client that is slow, but takes something, is not given up", () => {
  const { pty, connect } = openTerminal();
  const slow = connect();
  for (let part = 0; part < 10; part += 1) pty.show(flood);
  for (let part = 0; part < 8; part += 1) {
    vi.advanceTimersByTime(20_000);
    slow.take(1);
  }
  expect(slow.terminate).not.toHaveBeenCalled();
  expect(pty.calls).toEqual(["pause"]);
});

test("a client that takes nothing for half a minute is given up, and the others go on", () => {
  const { pty, connect } = openTerminal();
  const [quick, stuck] = [connect(), connect()];
  pty.show(flood);
  pty.show(flood);
  quick.take();
  vi.advanceTimersByTime(30_000);
  expect(stuck.terminate).toHaveBeenCalledOnce();
  expect(quick.terminate).not.toHaveBeenCalled();
  stuck.emit("close");
  expect(pty.calls).toEqual(["pause", "resume"]);
});

test("when the program ends, clients are told so, and what they type goes nowhere", async () => {
  const { pty, terminal, connect } = openTerminal();
  const client = connect();
  pty.exit();
  await terminal.ended;
  expect(client.sent.at(-1)).toEqual(["disconnect", 1]);
  expect(client.close).toHaveBeenCalledOnce();
  client.says("stdin", "ls");
  client.says("set_size", 24, 80);
  client.emit("close");
  await terminal.end();
  expect(pty.calls).toEqual([]);
});

test("its last activity is when something was written or read", () => {
  const { pty, terminal, connect } = openTerminal();
  const start = Date.now();
  const client = connect();
  vi.advanceTimersByTime(1000);
  pty.show("$ ");
  expect(terminal.lastActivity).toBe(start + 1000);
  vi.advanceTimersByTime(1000);
  client.says("stdin", "x");
  expect(terminal.model()).toEqual({ name: "1", last_activity: new Date(start + 2000).toISOString() });
});

test("a program that has closed its terminal can be resized by nobody, and nobody minds", () => {
  const { pty, connect } = openTerminal();
  vi.spyOn(pty, "resize").mockImplementation(() => {
    throw new Error("ioctl(2) failed, EBADF");
  });
  const client = connect();
  client.says("set_size", 30, 90);
  client.says("stdin", "still here");
  expect(pty.calls).toEqual(["write still here"]);
});
