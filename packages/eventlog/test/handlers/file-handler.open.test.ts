import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EventLog, FileHandler, HandlerError } from "../../src/index.js";
import { unprivileged } from "../../../../test/support/unprivileged.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

/** Makes something at a path that is no file to write to, and returns the file name to open. */
const obstacles: Record<string, { make(path: string): string; message: string }> = {
  "a folder": {
    make(path) {
      mkdirSync(path);
      return path;
    },
    message: "is a folder; name a file in it",
  },
  "a named pipe, which would wait for a reader": {
    make(path) {
      execFileSync("mkfifo", [path]);
      return path;
    },
    message: "is a pipe or socket; name a file",
  },
  "a path through a file": {
    make(path) {
      writeFileSync(path, "");
      return join(path, "event.log");
    },
    message: "a part of the path is a file; name another path",
  },
  "a path through a file, deeper": {
    make(path) {
      writeFileSync(path, "");
      return join(path, "logs", "event.log");
    },
    message: "a part of the path is a file; name another path",
  },
  "a name that is too long": {
    make: (path) => path + "x".repeat(300),
    message: "the name is too long",
  },
  "a file that may not be written": {
    make(path) {
      writeFileSync(path, "");
      chmodSync(path, 0o400);
      return path;
    },
    message: "permission denied; let this user write it",
  },
};

for (const [name, { make, message }] of Object.entries(obstacles)) {
  test(`${name} stops the log at start-up, naming the path and the fix`, async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const path = make(join(folder, "obstacle"));
    const start = () => new EventLog({ handlers: [new FileHandler(path)] });
    await unprivileged(() => {
      expect(start).toThrow(HandlerError);
      expect(start).toThrow(`${path}: ${message}`);
    });
  });
}

test("with delay, a wrong path shows at the first event, and names the path once", async () => {
  const folder = temporaryFolder();
  const problems: string[] = [];
  const log = new EventLog({
    handlers: [new FileHandler(folder, { delay: true })],
    allowedSchemas: ["example.org/door"],
    onProblem: ({ error }) => problems.push(error.message),
  });
  log.registerSchema({ $id: "example.org/door", version: 1, properties: {} });
  log.recordEvent("example.org/door", 1, {});
  await expect(log.flush()).rejects.toThrow("could not flush");
  expect(problems).toEqual([`${folder}: is a folder; name a file in it`]);
  await log.close().catch(() => {});
});

test("a handler that was never given to a log says so", async () => {
  const handler = new FileHandler("event.log");
  await expect(handler.keep({ line: "{}" } as never)).rejects.toThrow(
    "give the handler to an EventLog first",
  );
});
