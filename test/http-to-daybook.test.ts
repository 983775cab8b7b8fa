import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { DaybookServer } from "./support/daybook.js";
import { readEvents } from "./support/recorded-events.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const page = readFileSync(new URL("../docs/handlers/http.md", import.meta.url), "utf8");
const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
const token = "token-of-the-hub";

const hubConfiguration = {
  EventLog: {
    handlers: [{ class: "FileHandler", filename: "hub.log" }],
    allowed_schemas: ["hub.jupyter.org/server-action"],
  },
};

/** Two servers: one with the configuration of the page, and the hub that it posts to. */
class Pair {
  readonly folder = temporaryFolder({ "hub.yaml": stringify(hubConfiguration) });
  #hub: DaybookServer | undefined;
  #server: DaybookServer | undefined;

  async startHub(port = "0"): Promise<void> {
    const words = ["--config", "hub.yaml", "--token", token, "--port", port];
    this.#hub = await DaybookServer.start(words, { cwd: this.folder });
  }

  async startServer(allowed: readonly string[] = []): Promise<void> {
    const configuration = parse(yaml);
    Object.assign(configuration.EventLog.handlers[0], {
      url: new URL("api/eventlog/batch", this.#hub?.url).href,
      spool: "spool",
      retryDelay: 10,
      maxRetryDelay: 10,
    });
    configuration.EventLog.allowed_schemas.push(...allowed);
    const config = join(temporaryFolder({ "page.yaml": stringify(configuration) }), "page.yaml");
    const environment = { HUB_TOKEN: token };
    this.#server = await DaybookServer.start(["--config", config], { cwd: this.folder, environment });
    this.spool = join(config, "../spool");
  }
  spool = "";

  async post(schema: string, event: object): Promise<number | undefined> {
    const body = JSON.stringify({ schema, version: 1, event, timestamp: "2026-11-24T12:00:00Z" });
    return (await this.#server?.fetch("api/eventlog", { method: "POST", body }))?.status;
  }

  start(username: string): Promise<number | undefined> {
    return this.post("hub.jupyter.org/server-action", { action: "start", username, servername: "" });
  }

  /** The hub comes back at the same address. */
  async killHub(): Promise<() => Promise<void>> {
    const port = new URL(this.#hub?.url ?? "").port;
    await this.#hub?.stop("SIGKILL");
    return () => this.startHub(port);
  }

  /** Ends the servers, the first one before the other, and tells what the hub has recorded. */
  async end() {
    expect(await this.#server?.stop()).toBe(0);
    expect(await this.#hub?.stop()).toBe(0);
    return readEvents(join(this.folder, "hub.log"));
  }
}

test("the configuration of the page brings events to another Daybook, as they were recorded", async () => {
  const pair = new Pair();
  await pair.startHub();
  await pair.startServer();
  expect(await pair.start("ada")).toBe(204);
  expect(await pair.end()).toEqual([
    {
      __timestamp__: "2026-11-24T12:00:00Z",
      __schema__: "hub.jupyter.org/server-action",
      __schema_version__: 1,
      __metadata_version__: 1,
      action: "start",
      username: "ada",
      servername: "",
    },
  ]);
});

test("events wait while the other Daybook is away", async () => {
  const pair = new Pair();
  await pair.startHub();
  await pair.startServer();
  expect(await pair.start("ada")).toBe(204);
  const comeBack = await pair.killHub();
  for (const name of ["bo", "cy", "di"]) expect(await pair.start(name)).toBe(204);
  await comeBack();
  const names = (await pair.end()).map(({ username }) => username);
  // The hub may have been killed before it could confirm the first.
  expect([...new Set(names)].slice(-3)).toEqual(["bo", "cy", "di"]);
});

test("what the other Daybook does not allow is in the dead-letter file, and all else arrives", async () => {
  const contents = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";
  const pair = new Pair();
  await pair.startHub();
  await pair.startServer([contents]);
  expect(await pair.post(contents, { action: "get", path: "a.ipynb" })).toBe(204);
  expect(await pair.start("ada")).toBe(204);
  expect(await pair.end()).toMatchObject([{ username: "ada" }]);
  const [deadLetter] = await readEvents(join(pair.spool, "dead-letter.log"));
  expect(deadLetter).toMatchObject({ event: { __schema__: contents } });
  expect(deadLetter?.reason).toContain("schema-not-allowed");
});
