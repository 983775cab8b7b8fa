import { existsSync } from "node:fs";
import { join } from "node:path";
import { FileHandler, handlerName } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { loadConfiguration, openHandlers } from "../../src/configuration/configuration.js";
import { sections } from "../../src/configuration/options.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const yaml = `
EventLog:
  handlers:
    - class: logging.FileHandler
      filename: event.log
  allowed_schemas:
    hub.jupyter.org/server-action:
    example.org/door:
      allowed_categories: [personal]
      allowed_properties: [who]
  schema_paths: [schemas]
  max_event_size: 2048
ServerApp:
  ip: 0.0.0.0
  port: 9000
  root_dir: notebooks
  base_url: /user/ada/
  token: secret
  allow_origin: https://example.org
  allow_remote_access: true
  local_hostnames: [notebook.example]
  max_body_size: 4096
ContentsManager:
  allow_hidden: true
FileContentsManager:
  always_delete_dir: true
`;

const json = JSON.stringify({
  EventLog: {
    handlers: [{ class: "FileHandler", filename: "event.log" }],
    allowed_schemas: {
      "hub.jupyter.org/server-action": null,
      "example.org/door": { allowed_categories: ["personal"], allowed_properties: ["who"] },
    },
    schema_paths: ["schemas"],
    max_event_size: 2048,
  },
  ServerApp: {
    ip: "0.0.0.0",
    port: 9000,
    root_dir: "notebooks",
    base_url: "/user/ada/",
    token: "secret",
    allow_origin: "https://example.org",
    allow_remote_access: true,
    local_hostnames: ["notebook.example"],
    max_body_size: 4096,
  },
  ContentsManager: { allow_hidden: true },
  FileContentsManager: { always_delete_dir: true },
});

const program = (handler: string) => `
import { defineConfig, FileHandler } from "daybook";
export default defineConfig({
  EventLog: {
    handlers: [${handler}],
    allowedSchemas: {
      "hub.jupyter.org/server-action": null,
      "example.org/door": { allowedCategories: ["personal"], allowedProperties: ["who"] },
    },
    schemaPaths: ["schemas"],
    maxEventSize: 2048,
  },
  ServerApp: {
    ip: "0.0.0.0",
    port: 9000,
    rootDir: "notebooks",
    baseUrl: "/user/ada/",
    token: "secret",
    allowOrigin: "https://example.org",
    allowRemoteAccess: true,
    localHostnames: ["notebook.example"],
    maxBodySize: 4096,
  },
  ContentsManager: { allowHidden: true },
  FileContentsManager: { alwaysDeleteDir: true },
});
`;

/** Every section is there, whatever the file has. */
const emptySections = Object.fromEntries(Object.keys(sections).map((section) => [section, {}]));

const door = `
$id: example.org/door
version: 1
properties:
  open: { type: boolean, categories: [unrestricted] }
  who: { type: string, categories: [personal] }
`;

test.each([
  ["daybook.yaml", yaml],
  ["daybook.yml", yaml],
  ["daybook.json", json],
  ["daybook.config.ts", program('new FileHandler("event.log" as string)')],
  ["daybook.config.js", program('{ class: "FileHandler", filename: "event.log" }')],
  ["daybook.config.mjs", program('new FileHandler("event.log")')],
])("%s is found, and gives the same configuration", async (name, text) => {
  const folder = temporaryFolder({ [name]: text, "schemas/door.yaml": door });
  const { settings, handlers, log, warnings, source } = await loadConfiguration({ cwd: folder });
  const { handlers: _, ...eventLog } = settings.EventLog;
  expect(source.file).toBe(join(folder, name));
  expect({ ...settings, EventLog: eventLog }).toEqual({
    ...emptySections,
    EventLog: {
      allowedSchemas: {
        "hub.jupyter.org/server-action": null,
        "example.org/door": { allowedCategories: ["personal"], allowedProperties: ["who"] },
      },
      schemaPaths: ["schemas"],
      maxEventSize: 2048,
    },
    ServerApp: {
      ip: "0.0.0.0",
      port: 9000,
      rootDir: "notebooks",
      baseUrl: "/user/ada/",
      token: "secret",
      allowOrigin: "https://example.org",
      allowRemoteAccess: true,
      localHostnames: ["notebook.example"],
      maxBodySize: 4096,
    },
    ContentsManager: { allowHidden: true },
    FileContentsManager: { alwaysDeleteDir: true },
  });
  expect(handlers.map(({ handler }) => handler)).toEqual([expect.any(FileHandler)]);
  expect(handlers[0]?.label).toBe(`FileHandler ${join(folder, "event.log")}`);
  expect(warnings).toEqual([]);
  expect(log.describeSchemas().map(({ schema }) => schema)).toContain("example.org/door");
});

test("relative paths start at the configuration file, wherever the command is run", async () => {
  const folder = temporaryFolder({ "etc/daybook.yaml": yaml, "etc/schemas/door.yaml": door });
  const configuration = await loadConfiguration({ file: "etc/daybook.yaml", cwd: folder });
  await openHandlers(configuration);
  await configuration.log.close();
  expect(existsSync(join(folder, "etc/event.log"))).toBe(true);
  expect(existsSync(join(folder, "event.log"))).toBe(false);
});

test("loading opens no handler, so that nothing is created or emptied", async () => {
  const text = "EventLog: { handlers: [{ class: FileHandler, filename: event.log, mode: w }] }";
  const folder = temporaryFolder({ "daybook.yaml": text });
  await loadConfiguration({ cwd: folder });
  expect(existsSync(join(folder, "event.log"))).toBe(false);
});

test.each([
  ["daybook.yaml", ""],
  ["daybook.yaml", "# to do\n"],
  ["daybook.yaml", "EventLog:\nServerApp:\n"],
  ["daybook.json", "\n"],
  ["daybook.json", "{}"],
  ["daybook.config.ts", "export default {};"],
])("%s with %j configures nothing", async (name, text) => {
  const { settings, handlers } = await loadConfiguration({ cwd: temporaryFolder({ [name]: text }) });
  expect(handlers).toEqual([]);
  expect(settings).toEqual(emptySections);
});

test("without a file nothing is configured", async () => {
  const { source, handlers } = await loadConfiguration({ cwd: temporaryFolder() });
  expect(source.file).toBeUndefined();
  expect(handlers).toEqual([]);
});

test("an option that a program leaves undefined is left out", async () => {
  const text = "export default { ServerApp: { port: undefined, ip: '::1' } };";
  const { settings } = await loadConfiguration({ cwd: temporaryFolder({ "daybook.config.js": text }) });
  expect(settings.ServerApp).toEqual({ ip: "::1" });
});

test("a YAML file may use anchors", async () => {
  const text = "ServerApp: { local_hostnames: &names [a] }\nEventLog: { allowed_schemas: *names }";
  const { settings } = await loadConfiguration({ cwd: temporaryFolder({ "daybook.yaml": text }) });
  expect(settings.EventLog.allowedSchemas).toEqual(["a"]);
});

test("a byte order mark does not get in the way", async () => {
  const folder = temporaryFolder({ "daybook.json": '\uFEFF{ "ServerApp": { "port": 1 } }' });
  expect((await loadConfiguration({ cwd: folder })).settings.ServerApp).toEqual({ port: 1 });
});

test("a memory handler passes on to the handler that its target describes", async () => {
  const text = `
EventLog:
  handlers:
    - class: logging.handlers.MemoryHandler
      capacity: 10
      target: { class: FileHandler, filename: logs/event.log }
`;
  const folder = temporaryFolder({ "daybook.yaml": text });
  const { handlers } = await loadConfiguration({ cwd: folder });
  expect(handlers.map(({ handler }) => handlerName(handler))).toEqual(["MemoryHandler"]);
  expect(handlers[0]?.label).toContain(`FileHandler ${join(folder, "logs/event.log")}`);
});
