import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { certificateFiles } from "../../support/certificate.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { installDebianPackage } from "../../support/debian-package.js";

const program = "/usr/sbin/rsyslogd";
const tlsDriver = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(
  (system) => `/usr/lib/${system}/rsyslog/lmnsd_ossl.so`,
);
/** How long a daemon may take until it listens, and until it has written what it has, in milliseconds. */
const patience = 20_000;
const template = [
  "syslogfacility-text",
  "syslogseverity-text",
  "app-name",
  "msgid",
  "structured-data",
  "msg",
];

/** A message as the daemon has understood it. */
export interface Message {
  readonly facility: string;
  readonly severity: string;
  readonly appname: string;
  readonly structuredData: string;
  readonly event: { readonly number: number; readonly text: string };
}

/** A syslog daemon of Debian's with a configuration of its own, in a temporary folder. */
export class Rsyslog {
  readonly folder = temporaryFolder();
  readonly ca: string;
  readonly socket = join(this.folder, "stream.socket");
  /** As /dev/log usually is one. */
  readonly datagramSocket = join(this.folder, "datagram.socket");
  readonly #ports: { readonly udp: number; readonly tcp: number; readonly tls: number };
  readonly #configuration = join(this.folder, "rsyslog.conf");
  readonly #file = join(this.folder, "messages");
  #daemon: ChildProcess | undefined;
  #output = "";

  private constructor(ports: { udp: number; tcp: number; tls: number }) {
    const { ca, key } = certificateFiles();
    this.ca = ca;
    this.#ports = ports;
    const tls = `streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon"`;
    const files = `streamDriver.caFile="${ca}" streamDriver.certFile="${ca}" streamDriver.keyFile="${key}"`;
    const text = `
      global(workDirectory="${this.folder}")
      module(load="imudp") module(load="imtcp") module(load="imptcp") module(load="imuxsock" sysSock.use="off")
      template(name="parts" type="string" string="${template.map((name) => `%${name}%`).join("\\t")}\\n")
      ruleset(name="all") { action(type="omfile" file="${this.#file}" template="parts") }
      input(type="imudp" address="127.0.0.1" port="${ports.udp}" ruleset="all")
      input(type="imptcp" path="${this.socket}" unlink="on" ruleset="all")
      input(type="imuxsock" socket="${this.datagramSocket}" ruleset="all")
      input(type="imtcp" address="127.0.0.1" port="${ports.tls}" ruleset="all" ${tls} ${files})
      input(type="imtcp" address="127.0.0.1" port="${ports.tcp}" ruleset="all")
    `;
    writeFileSync(this.#configuration, text.replace(/^ +/gm, ""));
  }

  static async start(): Promise<Rsyslog> {
    if (!existsSync(program)) await installDebianPackage("rsyslog");
    if (!tlsDriver.some(existsSync)) await installDebianPackage("rsyslog-openssl");
    const [udp, tcp, tls] = [await freeUdpPort(), await freeTcpPort(), await freeTcpPort()];
    const rsyslog = new Rsyslog({ udp, tcp, tls });
    await rsyslog.start();
    return rsyslog;
  }

  address(way: "udp" | "tcp" | "tls"): readonly [string, number] {
    return ["127.0.0.1", this.#ports[way]];
  }

  async start(): Promise<void> {
    const words = ["-n", "-f", this.#configuration, "-i", join(this.folder, "pid")];
    this.#daemon = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"] });
    this.#daemon.stderr?.setEncoding("utf8").on("data", (text) => {
      this.#output += text;
    });
    // Those of the network are bound together.
    await this.#until(
      async () => existsSync(this.datagramSocket) && (await listens(this.#ports.tcp)),
      "listens",
    );
  }

  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const gone = once(daemon, "exit");
    daemon.kill(signal);
    await gone;
  }

  /** All messages, once there are so many. */
  async messages(count: number): Promise<Message[]> {
    await this.#until(async () => this.#lines().length >= count, `has ${count} messages`);
    return this.#lines().map((line) => {
      const [facility = "", severity = "", appname = "", , structuredData = "", ...text] = line.split("\t");
      return { facility, severity, appname, structuredData, event: JSON.parse(text.join("\t")) };
    });
  }

  #lines(): string[] {
    return existsSync(this.#file) ? readFileSync(this.#file, "utf8").split("\n").slice(0, -1) : [];
  }

  async #until(isSo: () => Promise<boolean>, what: string): Promise<void> {
    for (const deadline = Date.now() + patience; !(await isSo()); ) {
      if (Date.now() > deadline)
        throw new Error(`rsyslog never ${what}: ${this.#lines().length} lines\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const connected = once(socket, "connect").then(
    () => true,
    () => false,
  );
  const answer = await connected;
  socket.destroy();
  return answer;
}

async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  return port;
}
