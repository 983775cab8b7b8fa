import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { observe, shippedSchemaFiles } from "../src/index.js";
import { exchangeOfCall } from "./observers/calls.js";
import { checkpointActions, contentsActions, exchangeOf } from "./observers/exchanges.js";
import { fileTransfers } from "./observers/file-transfer-calls.js";
import { kernelActions, kernelFailures } from "./observers/kernel-calls.js";
import { sessionActions } from "./observers/session-calls.js";
import { terminalActions } from "./observers/terminal-calls.js";

interface EventSchema {
  $id: string;
  version: number | string;
  description: string;
  required: string[];
  properties: Record<string, { description: string; categories?: string[]; enum?: string[] }>;
  examples: Record<string, unknown>[];
}

const files = shippedSchemaFiles().map((url) => ({
  name: url.pathname.replace(/^.*\/schemas\//, ""),
  schema: parse(readFileSync(url, "utf8")) as EventSchema,
}));

const ajv = new Ajv({ strict: true, allErrors: true });
ajv.addVocabulary(["version", "categories"]);
const validators = new Map<string, ValidateFunction>();
for (const { schema } of files) validators.set(`${schema.$id} ${schema.version}`, ajv.compile(schema));

const contentsValues = ["get", "create", "save", "upload", "rename", "copy", "delete"];
const open = ["unrestricted"];
const personal = ["personally-identifiable-information"];

describe("the shipped schemas", () => {
  it("are these, in an order that does not change", () => {
    expect(files.map(({ name, schema }) => [name, schema.$id, schema.version])).toEqual([
      ["daybook/authentications/v1.yaml", "daybook/authentications", 1],
      ["daybook/dropped-events/v1.yaml", "daybook/dropped-events", 1],
      ["daybook/file-transfers/v1.yaml", "daybook/file-transfers", 1],
      ["daybook/kernel-executions/v1.yaml", "daybook/kernel-executions", 1],
      ["daybook/server-lifecycle/v1.yaml", "daybook/server-lifecycle", 1],
      ["daybook/user-actions/v1.yaml", "daybook/user-actions", 1],
      [
        "eventlogging.jupyter.org/jupyter_server/checkpoint-actions/v1.yaml",
        "eventlogging.jupyter.org/jupyter_server/checkpoint-actions",
        1,
      ],
      [
        "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions/v1.yaml",
        "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions",
        1,
      ],
      ...["kernel-actions", "session-actions", "terminal-actions"].map((name) => [
        `eventlogging.jupyter.org/jupyter_server/${name}/v1.yaml`,
        `eventlogging.jupyter.org/jupyter_server/${name}`,
        1,
      ]),
      ...["contents_service", "kernel_actions"].map((name) => [
        `events.jupyter.org/jupyter_server/${name}/v1.yaml`,
        `https://events.jupyter.org/jupyter_server/${name}/v1`,
        "1",
      ]),
      ["hub.jupyter.org/server-action/v1.yaml", "hub.jupyter.org/server-action", 1],
    ]);
  });

  it.each([
    [
      "eventlogging.jupyter.org/jupyter_server/checkpoint-actions",
      ["create", "restore", "delete"],
      ["action", "path", "id"],
      { action: open, path: personal, id: personal },
    ],
    [
      "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions",
      contentsValues,
      ["action", "path"],
      { action: open, path: personal, source_path: personal },
    ],
    [
      "https://events.jupyter.org/jupyter_server/contents_service/v1",
      contentsValues,
      ["action", "path"],
      { action: undefined, path: undefined, source_path: undefined },
    ],
    [
      "eventlogging.jupyter.org/jupyter_server/kernel-actions",
      ["get", "start", "restart", "interrupt", "kill"],
      ["action", "id"],
      { action: open, id: personal },
    ],
    [
      "eventlogging.jupyter.org/jupyter_server/session-actions",
      ["get", "create", "modify", "delete"],
      ["action", "requester", "session"],
      { action: open, requester: personal, session: personal, prior_state: personal },
    ],
    [
      "eventlogging.jupyter.org/jupyter_server/terminal-actions",
      ["get", "start", "stop"],
      ["action", "id"],
      { action: open, id: personal },
    ],
    [
      "https://events.jupyter.org/jupyter_server/kernel_actions/v1",
      ["start", "interrupt", "shutdown", "restart"],
      ["action", "msg"],
      {
        action: undefined,
        kernel_id: undefined,
        kernel_name: undefined,
        status: undefined,
        status_code: undefined,
        msg: undefined,
      },
    ],
    [
      "hub.jupyter.org/server-action",
      ["start", "stop"],
      ["action", "username", "servername"],
      { action: undefined, username: undefined, servername: undefined },
    ],
  ])("fix the actions, fields and categories of %s", (id, actions, required, categories) => {
    const { schema } = files.find(({ schema }) => schema.$id === id)!;
    expect(schema.properties.action?.enum).toEqual(actions);
    expect(schema.required).toEqual(required);
    const declared = Object.entries(schema.properties).map(([name, property]) => [name, property.categories]);
    expect(Object.fromEntries(declared)).toStrictEqual(categories);
  });

  describe.each(files)("$name", ({ schema }) => {
    it("has its keys in the order of all the others", () => {
      const schemaOrder = [
        "$schema",
        "$id",
        "version",
        "title",
        "description",
        "type",
        "required",
        "properties",
      ];
      const conditions = Object.keys(schema).filter((key) => key === "if" || key === "then");
      expect(Object.keys(schema)).toEqual([...schemaOrder, ...conditions, "examples"]);
      const inside = ["additionalProperties", "items", "required", "properties"];
      const order = ["title", "description", "type", "enum", ...inside, "categories"];
      for (const property of Object.values(schema.properties)) {
        const keys = Object.keys(property);
        expect(keys).toEqual(order.filter((key) => keys.includes(key)));
      }
    });

    it("describes itself, its limitations, each property and each value", () => {
      expect(schema.description).toContain("What it does not tell:");
      for (const property of Object.values(schema.properties)) {
        expect(property.description).not.toBe("");
        for (const value of property.enum ?? []) expect(property.description).toContain(`- \`${value}\`: `);
      }
    });

    it("has an example, which it accepts", () => {
      expect(schema.examples).toHaveLength(1);
      const validate = validators.get(`${schema.$id} ${schema.version}`)!;
      for (const example of schema.examples)
        expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    });
  });

  it.each([
    ...[...contentsActions, ...checkpointActions].map((example) => ({
      ...example,
      exchange: exchangeOf(example),
    })),
    ...[...kernelActions, ...kernelFailures, ...sessionActions, ...terminalActions, ...fileTransfers].map(
      (call) => ({ ...call, exchange: exchangeOfCall(call) }),
    ),
  ])("accept the events of $title", ({ exchange }) => {
    const observed = observe(exchange);
    expect(observed).not.toEqual([]);
    for (const { schema, version, event } of observed) {
      const validate = validators.get(`${schema} ${version}`)!;
      expect(validate(event), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it("want the id of a kernel wherever there is one", () => {
    const validate = validators.get("https://events.jupyter.org/jupyter_server/kernel_actions/v1 1")!;
    expect(validate({ action: "start", status: "error", msg: "" })).toBe(true);
    expect(validate({ action: "start", status: "success", msg: "" })).toBe(false);
    expect(validate({ action: "interrupt", status: "error", msg: "" })).toBe(false);
    expect(validate({ action: "interrupt", status: "error", msg: "", kernel_id: "1" })).toBe(true);
  });

  it("describe the contents actions alike, since they are the same actions", () => {
    const [contentsManager, contentsService] = ["contentsmanager-actions", "contents_service"].map(
      (name) => files.find((file) => file.name.includes(name))!.schema,
    );
    const descriptions = (schema: EventSchema) =>
      Object.entries(schema.properties).map(([name, property]) => [name, property.description]);
    expect(descriptions(contentsService!)).toEqual(descriptions(contentsManager!));
  });
});
