import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { installDebianPackage } from "./debian-package.js";

const run = promisify(execFile);
const programs = "/usr/lib/postgresql";
/** How long a server may take until it answers, in milliseconds. */
const startTime = 30_000;
/** PostgreSQL refuses to be run by root. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A PostgreSQL of its own in a temporary folder, on a free port, to be ended in every way there is. */
export class PostgresServer {
  static readonly password = "pg-secret-7d1f";
  readonly port: number;
  readonly folder: string;
  readonly #bin: string;
  #process: ChildProcess | undefined;

  private constructor(bin: string, folder: string, port: number) {
    this.#bin = bin;
    this.folder = folder;
    this.port = port;
  }

  /** Makes a server and starts it. Its superuser is `daybook`, which needs a password. */
  static async create(): Promise<PostgresServer> {
    const bin = await postgresPrograms();
    const folder = mkdtempSync(join(tmpdir(), "daybook-postgres-"));
    if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, PostgresServer.password);
    chmodSync(passwordFile, 0o644);
    const data = join(folder, "data");
    const access = ["--username=daybook", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    await run(join(bin, "initdb"), ["-D", data, "-E", "UTF8", "--locale=C", "--no-sync", ...access], {
      cwd: folder,
      ...nobody,
    });
    const server = new PostgresServer(bin, folder, await freePort());
    await server.start();
    return server;
  }

  /** @param settings such as `ssl=on` */
  async start(...settings: string[]): Promise<void> {
    const all = [`port=${this.port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", ...settings];
    const words = all.flatMap((setting) => ["-c", setting]);
    const started = spawn(join(this.#bin, "postgres"), ["-D", join(this.folder, "data"), ...words], {
      cwd: this.folder,
      stdio: "ignore",
      ...nobody,
    });
    this.#process = started;
    for (const deadline = Date.now() + startTime; ; ) {
      try {
        await this.query("SELECT 1");
        return;
      } catch (error) {
        if (started.exitCode !== null || Date.now() > deadline) {
          throw new Error("PostgreSQL did not start", { cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** As a power cut would end it, with all of its processes. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Ends it, and the sessions with it. */
  async stop(): Promise<void> {
    await this.#end("SIGINT");
  }

  /** Ends it, and takes away what it has written. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** It answers nothing any more, but its connections stay. */
  freeze(): void {
    this.#process?.kill("SIGSTOP");
    for (const pid of this.#children()) process.kill(pid, "SIGSTOP");
  }

  thaw(): void {
    // In this order, as it would reap some of them meanwhile.
    for (const pid of this.#children()) process.kill(pid, "SIGCONT");
    this.#process?.kill("SIGCONT");
  }

  /** A session of the superuser; whoever asks for it ends it. */
  async session(database = "postgres"): Promise<pg.Client> {
    const { password } = PostgresServer;
    const client = new pg.Client({ ...this.options(database), password, connectionTimeoutMillis: startTime });
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  /** Runs statements as the superuser, in a session of their own. */
  async query(text: string, database?: string): Promise<Record<string, unknown>[]> {
    const client = await this.session(database);
    try {
      const result: pg.QueryResult | pg.QueryResult[] = await client.query(text);
      return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
    } finally {
      await client.end();
    }
  }

  /** For the options of a handler. */
  options(database: string) {
    const password = { file: join(this.folder, "password") };
    return { host: "127.0.0.1", port: this.port, user: "daybook", password, database };
  }

  /** Makes a file the server's own: it reads no key that others could read. */
  giveAway(file: string): void {
    if (nobody.uid !== undefined) chownSync(file, nobody.uid, nobody.gid);
    chmodSync(file, 0o600);
  }

  /** Makes an empty database, in which others than the superuser may make tables. */
  async createDatabase(): Promise<string> {
    const name = `test_${randomBytes(6).toString("hex")}`;
    await this.query(`CREATE DATABASE ${name}`);
    await this.query("GRANT CREATE ON SCHEMA public TO PUBLIC", name);
    return name;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#process;
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    const children = signal === "SIGKILL" ? this.#stoppedChildren() : [];
    for (const pid of children) process.kill(pid, signal);
    server.kill(signal);
    await gone;
    // While one is left, no other server starts on the same data.
    while (children.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** The processes that the server has started, each session is one; a server that is stopped starts no more. */
  #stoppedChildren(): number[] {
    this.#process?.kill("SIGSTOP");
    return this.#children();
  }

  #children(): number[] {
    const pid = this.#process?.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children.split(" ").filter(Boolean).map(Number);
  }
}

/** Not one that has ended and waits for somebody to notice. */
function isRunning(pid: number): boolean {
  try {
    return !/ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Installs it where it is missing. @returns the folder of its programs @throws {Error} where that cannot be */
export async function postgresPrograms(): Promise<string> {
  if (!existsSync(programs)) await installDebianPackage("postgresql");
  const newest = readdirSync(programs).sort((a, b) => Number(b) - Number(a))[0];
  return join(programs, `${newest}`, "bin");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
