import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../packages/daybook/bin/daybook.js", import.meta.url));

/** An empty folder for one test, and how to get rid of it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "daybook-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The real `daybook serve`, as a process of its own. */
export class DaybookProcess {
  /** `http://127.0.0.1:PORT/BASE`, with a slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #errors: string[];

  private constructor(
    child: ChildProcessByStdio<null, Readable, Readable>,
    listening: URL,
    errors: string[],
  ) {
    this.#child = child;
    this.#errors = errors;
    this.token = listening.searchParams.get("token") ?? "";
    this.url = listening.origin + listening.pathname;
  }

  /**
   * Starts the server in a folder with the configuration written to it, and waits until it listens.
   *
   * @param folder where `event.log` and the like will be
   * @param configuration the text of a `daybook.yaml`
   */
  static async start(
    folder: string,
    configuration: string,
    args: readonly string[] = [],
  ): Promise<DaybookProcess> {
    const file = join(folder, "daybook.yaml");
    await writeFile(file, configuration);
    return DaybookProcess.run(["serve", "--config", file, "--port", "0", ...args], folder);
  }

  /** Starts the server with any arguments. */
  static async run(args: readonly string[], folder: string): Promise<DaybookProcess> {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const errors: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (text) => errors.push(text));
    const lines = createInterface(child.stdout);
    const first = await Promise.race([
      once(lines, "line").then(([line]) => String(line)),
      once(child, "exit").then(([code]) => `exit status ${code}`),
    ]);
    const address = /^Daybook is listening at (\S+)$/.exec(first)?.[1];
    if (address === undefined) {
      child.kill();
      throw new Error(`the server did not start: ${first}\n${errors.join("")}`);
    }
    return new DaybookProcess(child, new URL(address), errors);
  }

  /** What the server has written to standard error so far. */
  get errors(): string {
    return this.#errors.join("");
  }

  /** A call with the token. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Authorization: `token ${this.token}`, ...(init.headers as Record<string, string>) };
    return fetch(new URL(path, this.url), { ...init, headers });
  }

  /** Ends the server as an operator would, and returns its exit status. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    this.#child.kill(signal);
    const [code] = await once(this.#child, "exit");
    return code;
  }
}

/** The lines of an event log, as objects. */
export async function readEvents(file: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(file, "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** An event without its capsule, and the schema and version it was recorded under. */
export function withoutTime(event: Record<string, unknown>): Record<string, unknown> {
  const { __timestamp__: _time, __metadata_version__: _metadata, ...rest } = event;
  return rest;
}
