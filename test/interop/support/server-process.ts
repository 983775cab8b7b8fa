import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** How long a server may take until it answers, in milliseconds. */
const startTime = 45_000;

/** A server to call, and to end. */
export interface RunningServer {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** All that it has written so far, for a failure's message. */
  output(): string;
  stop(): Promise<void>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Finds the port in what the program writes once it listens. */
  readonly listening: RegExp;
  readonly token: string;
}

/** Starts a program in a process group of its own and waits until it says that it listens, and answers. */
export async function startProgram(program: Program): Promise<RunningServer> {
  const [command, ...args] = withoutPrivileges([program.command, ...program.args]) as [string, ...string[]];
  const child = spawn(command, args, {
    cwd: program.folder,
    env: { ...process.env, ...program.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const pieces: string[] = [];
  const output = () => pieces.join("");
  const port = new Promise<number>((resolve, reject) => {
    const hear = (text: string) => {
      pieces.push(text);
      const found = program.listening.exec(output())?.[1];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`it ended with exit status ${code}`)));
    setTimeout(() => reject(new Error("it took too long")), startTime).unref();
  });
  try {
    const server = { host: "127.0.0.1", port: await port, token: program.token };
    await untilItAnswers(`http://${server.host}:${server.port}/api`);
    return { ...server, output, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw new Error(`${command} did not start: ${(error as Error).message}\n${output()}`, { cause: error });
  }
}

/** True where file permissions mean something to the servers that are started here. */
export const permissionsHold = process.getuid?.() !== 0 || dropsPrivileges();

/** Root may read and write whatever the permissions say; a server that gave that up is like any other user's. */
function withoutPrivileges(command: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0 || !permissionsHold) return command;
  return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--", ...command];
}

function dropsPrivileges(): boolean {
  const drop = ["--bounding-set=-dac_override,-dac_read_search", "--", process.execPath, "--version"];
  return spawnSync("setpriv", drop).status === 0;
}

async function untilItAnswers(url: string): Promise<void> {
  for (const deadline = Date.now() + startTime; ; ) {
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Ends the process that we started and whatever it started: its group has its number. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  signalGroup(child.pid, "SIGTERM");
  const impatience = setTimeout(() => signalGroup(child.pid!, "SIGKILL"), 10_000);
  await gone;
  clearTimeout(impatience);
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
