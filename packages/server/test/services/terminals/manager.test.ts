import { afterEach, expect, test, vi } from "vitest";
import { TerminalManager, type TerminalManagerOptions } from "../../../src/services/terminals/manager.js";
import {
  loadPseudoTerminals,
  type PseudoTerminals,
} from "../../../src/services/terminals/pseudo-terminals.js";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Pseudo-terminals whose programs do nothing, and end when they are asked to. */
function idlePrograms() {
  const spawned: {
    file: string;
    args: readonly string[];
    cwd: string;
    env: Record<string, string | undefined>;
  }[] = [];
  const exits = new Map<number, () => void>();
  // No real process may be meant.
  vi.spyOn(process, "kill").mockImplementation((pid) => {
    exits.get(-pid)?.();
    return true;
  });
  const programs: PseudoTerminals = {
    spawn(file, args, { cwd, env }) {
      spawned.push({ file, args, cwd, env: { ...env } });
      const pid = 2 ** 30 + spawned.length;
      return {
        pid,
        write() {},
        resize() {},
        pause() {},
        resume() {},
        kill: () => exits.get(pid)?.(),
        onData() {},
        onExit: (listener) => exits.set(pid, listener),
      };
    },
  };
  return { spawned, programs };
}

function managerOf(options: Partial<TerminalManagerOptions> = {}) {
  const { spawned, programs } = idlePrograms();
  const manager = new TerminalManager({ rootDir: "/notebooks", load: async () => programs, ...options });
  return { spawned, manager };
}

const namesOf = (manager: TerminalManager) => manager.list().map(({ name }) => name);

test("names are the smallest numbers that are free, unless they are given", async () => {
  const { manager } = managerOf();
  await manager.create({});
  await manager.create({ name: "build" });
  await manager.create({});
  await manager.remove("1");
  await manager.create({});
  expect(namesOf(manager).sort()).toEqual(["1", "2", "build"]);
  await expect(manager.create({ name: "build" })).rejects.toMatchObject({ code: "already-exists" });
});

test("one that has ended is gone", async () => {
  const { manager } = managerOf();
  const terminal = await manager.create({});
  await terminal.end();
  expect(namesOf(manager)).toEqual([]);
  expect(() => manager.get("1")).toThrow(expect.objectContaining({ code: "not-found" }));
  await expect(manager.remove("1")).rejects.toMatchObject({ code: "not-found" });
});

test("the program, its folder and its environment are those of the options", async () => {
  const { manager, spawned } = managerOf({
    shellCommand: ["/bin/zsh", "-i"],
    environment: () => ({ JUPYTER_SERVER_ROOT: "/notebooks" }),
  });
  await manager.create({});
  await manager.create({ cwd: "/notebooks/data" });
  expect(spawned).toMatchObject([
    { file: "/bin/zsh", args: ["-i"], cwd: "/notebooks", env: { JUPYTER_SERVER_ROOT: "/notebooks" } },
    { cwd: "/notebooks/data" },
  ]);
});

test("none is started after the end of the server", async () => {
  const { manager, spawned } = managerOf();
  await manager.create({});
  await manager.close();
  expect(namesOf(manager)).toEqual([]);
  await expect(manager.create({})).rejects.toMatchObject({ code: "stopping" });
  expect(spawned).toHaveLength(1);
});

test("what was not used for long is ended, where the options say so", async () => {
  vi.useFakeTimers();
  const { manager } = managerOf({ cullInactiveTimeout: 60, cullInterval: 10 });
  await manager.create({});
  await vi.advanceTimersByTimeAsync(30_000);
  await manager.create({});
  await vi.advanceTimersByTimeAsync(30_000);
  expect(namesOf(manager)).toEqual(["1", "2"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(namesOf(manager)).toEqual(["2"]);
  await manager.close();
});

test("without a build for this machine there are none, and the reason is told", async () => {
  const load = vi.fn(() =>
    loadPseudoTerminals(async () => {
      throw new Error("Cannot find module /home/ada/.secret");
    }),
  );
  const { manager } = managerOf({ load });
  const { platform, arch } = process;
  const reason = `Terminals need the package @lydell/node-pty, which is not installed or does not run on ${platform} ${arch}`;
  expect(await manager.availability()).toEqual({ available: false, reason });
  await expect(manager.create({})).rejects.toMatchObject({ code: "terminals-unavailable", message: reason });
  expect(load).toHaveBeenCalledOnce();
});

test("nothing is loaded where they are turned off", async () => {
  const load = vi.fn();
  const { manager } = managerOf({ load, enabled: false });
  expect(await manager.availability()).toMatchObject({
    available: false,
    reason: expect.stringContaining("turned off"),
  });
  await expect(manager.create({})).rejects.toMatchObject({ code: "terminals-unavailable" });
  expect(load).not.toHaveBeenCalled();
});

test("a terminal has the variables of the server, but for its token", async () => {
  vi.stubEnv("JUPYTER_TOKEN", "secret");
  vi.stubEnv("COLOUR", "green");
  const { spawned, manager } = managerOf({ environment: () => ({ JUPYTER_SERVER_ROOT: "/notebooks" }) });
  await manager.create({});
  expect(spawned[0]?.env).toMatchObject({ COLOUR: "green", JUPYTER_SERVER_ROOT: "/notebooks" });
  expect(spawned[0]?.env).not.toHaveProperty("JUPYTER_TOKEN");
});
