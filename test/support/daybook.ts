import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Program } from "./program.js";

const program = fileURLToPath(new URL("../../packages/daybook/bin/daybook.js", import.meta.url));

/** Where and with what a command is run. */
interface Surroundings {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A program that runs another one, such as strace, and its words: they come before those of Node. */
  readonly launcher?: readonly string[];
}

/**
 * A run of the command `daybook`, as a process of its own, which signs notebooks in a folder
 * below its working directory and leaves nothing in this user's. It is ended with the test at the latest.
 */
export class Daybook extends Program {
  constructor(words: readonly string[], { cwd, environment = {}, launcher = [] }: Surroundings) {
    const { JUPYTER_TOKEN: _, ...inherited } = process.env;
    const env = { ...inherited, JUPYTER_DATA_DIR: join(cwd, ".jupyter-data"), ...environment };
    super([...launcher, process.execPath, program, ...words], { cwd, env });
  }

  /** The address in the first line of a server, once it is there. */
  async address(): Promise<URL> {
    await this.says("\n");
    await this.says("listening at ");
    const [, address] = /^Daybook is listening at (\S+)\n/.exec(this.stdout) ?? [];
    if (address === undefined) throw new Error(`not the listening line: ${this.stdout}`);
    return new URL(address);
  }
}

/** A run of `daybook serve` that listens, and calls to it with its token. */
export class DaybookServer {
  /** `http://127.0.0.1:PORT/BASE`, with a slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly run: Daybook;

  private constructor(run: Daybook, address: URL) {
    this.run = run;
    this.url = address.origin + address.pathname;
    this.token = address.searchParams.get("token") ?? "";
  }

  /** Starts a server on a free port and waits until it listens. */
  static async start(words: readonly string[], surroundings: Surroundings): Promise<DaybookServer> {
    const run = new Daybook(["serve", "--port", "0", ...words], surroundings);
    return new DaybookServer(run, await run.address());
  }

  /** A call with the token. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Authorization: `token ${this.token}`, ...(init.headers as Record<string, string>) };
    return fetch(new URL(path, this.url), { ...init, headers });
  }

  /** Ends the server as an operator would, and returns its exit status; null where a signal has ended it. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.run.signal(signal);
    return this.run.ended();
  }
}

/** Runs a command to its end. */
export async function daybook(words: readonly string[], surroundings: Surroundings) {
  const run = new Daybook(words, surroundings);
  const status = await run.ended();
  return { status, stdout: run.stdout, stderr: run.stderr };
}
