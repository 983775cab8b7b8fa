import type { WrongConfiguration } from "./wrong-configuration.js";

/** Policies and schemas that are wrong. */
export const wrongPolicies: readonly WrongConfiguration[] = [
  {
    name: "the options schema of a module is none",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    files: {
      "handler.js": `export default class {
  static optionsSchema = { type: 'thing' };
  handle() {} async flush() {} async close() {}
}
`,
    },
    mistakes: [
      'daybook.yaml:3:14: EventLog.handlers[0].class: the optionsSchema of this class cannot be used: it is not a valid JSON Schema: /type must be one of "array", "boolean", "integer", "null", "number", "object", "string", or must be a list',
    ],
  },
  {
    name: "allowed schemas are one text",
    text: `EventLog:
  allowed_schemas: hub.jupyter.org/server-action
`,
    mistakes: [
      "daybook.yaml:2:20: EventLog.allowed_schemas: must be a list of schema ids, or a mapping from schema ids to what is allowed of them, not text",
    ],
  },
  {
    name: "an allowed schema is a mapping in a list",
    text: `EventLog:
  allowed_schemas:
    - hub.jupyter.org/server-action:
        allowed_categories: []
`,
    mistakes: [
      "daybook.yaml:3:7: EventLog.allowed_schemas[0]: must be a schema id (to allow parts of a schema, write allowed_schemas as a mapping), not a mapping",
    ],
  },
  {
    name: "what is allowed of a schema is a list",
    text: `EventLog:
  allowed_schemas:
    example.org/door: [path]
`,
    mistakes: [
      'daybook.yaml:3:23: EventLog.allowed_schemas["example.org/door"]: must be a mapping with allowed_categories and allowed_properties, not a list',
    ],
  },
  {
    name: "what is allowed of a schema has another key",
    text: `EventLog:
  allowed_schemas:
    example.org/door:
      allowed_property: [path]
      level: high
`,
    mistakes: [
      'daybook.yaml:4:7: EventLog.allowed_schemas["example.org/door"].allowed_property: unknown option; did you mean "allowed_properties"?',
      'daybook.yaml:5:7: EventLog.allowed_schemas["example.org/door"].level: unknown option; there are allowed_categories, allowed_properties',
    ],
  },
  {
    name: "allowed categories are one text",
    text: `EventLog:
  allowed_schemas:
    example.org/door:
      allowed_categories: personal
`,
    mistakes: [
      'daybook.yaml:4:27: EventLog.allowed_schemas["example.org/door"].allowed_categories: must be a list of names, not text',
    ],
  },
  {
    name: "schema paths are one text",
    text: `EventLog:
  schema_paths: ./schemas
`,
    mistakes: ["daybook.yaml:2:17: EventLog.schema_paths: must be a list of files and folders, not text"],
  },
  {
    name: "a schema path leads nowhere",
    text: `EventLog:
  schema_paths:
    - ./schemas
`,
    mistakes: ["daybook.yaml:3:7: EventLog.schema_paths[0]: there is no such file or folder"],
  },
  {
    name: "a schema has no version",
    text: `EventLog:
  schema_paths: [schemas]
`,
    files: {
      "schemas/door.yaml": `$id: example.org/door
properties: {}
`,
    },
    mistakes: [
      'daybook.yaml:2:18: EventLog.schema_paths[0]: schemas/door.yaml: schema example.org/door needs a "version": a number or a non-empty string',
    ],
  },
  {
    name: "a schema is no YAML",
    text: `EventLog:
  schema_paths: [schemas/door.yaml]
`,
    files: {
      "schemas/door.yaml": `a: b: c
`,
    },
    mistakes: [
      "daybook.yaml:2:18: EventLog.schema_paths[0]: schemas/door.yaml: Nested mappings are not allowed in compact mappings at line 1, column 4",
    ],
  },
  {
    name: "a schema path is a file of another kind",
    text: `EventLog:
  schema_paths: [schema.txt]
`,
    files: { "schema.txt": "" },
    mistakes: [
      "daybook.yaml:2:18: EventLog.schema_paths[0]: schema.txt: a schema file ends in .yaml, .yml, .json",
    ],
  },
  {
    name: "a schema is there twice",
    text: `EventLog:
  schema_paths: [a.yaml, b.json]
`,
    files: {
      "a.yaml": `$id: example.org/door
version: 1
properties: {}
`,
      "b.json": `{ "$id": "example.org/door", "version": "1", "properties": {} }
`,
    },
    mistakes: [
      "daybook.yaml:2:26: EventLog.schema_paths[1]: b.json: schema example.org/door version 1 is registered already; a changed schema needs a new version",
    ],
  },
];
