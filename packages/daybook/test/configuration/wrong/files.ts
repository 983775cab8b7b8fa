import { handlerClassNames } from "../../../src/configuration/handler-class.js";
import { sectionNames, type WrongConfiguration } from "./wrong-configuration.js";

/** Files that are not written in their format, and programs. */
export const wrongFiles: readonly WrongConfiguration[] = [
  {
    name: "a key is written twice",
    text: `ServerApp:
  port: 1
  port: 2
`,
    mistakes: ["daybook.yaml:3:3: ServerApp.port: is written twice; only one of them can count"],
  },
  {
    name: "the YAML is broken",
    text: `EventLog:
  handlers: [
`,
    mistakes: [
      "daybook.yaml:3:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
  },
  {
    name: "the YAML has a tab",
    text: `EventLog:
	handlers: []
`,
    mistakes: ["daybook.yaml:2:1: not valid YAML: Tabs are not allowed as indentation"],
  },
  {
    name: "the YAML has an unknown tag",
    text: `ServerApp:
  token: !secret notebook
`,
    mistakes: ["daybook.yaml:2:10: not valid YAML: Unresolved tag: !secret"],
  },
  {
    name: "the YAML refers to nothing",
    text: `EventLog:
  handlers: *handlers
`,
    mistakes: [
      "daybook.yaml:2:13: an alias without an anchor of its name before it; a text that begins with * needs quotes",
    ],
  },
  {
    name: "the YAML has a token that begins with an asterisk",
    text: `ServerApp:
  token: *s3cret
`,
    mistakes: [
      "daybook.yaml:2:10: an alias without an anchor of its name before it; a text that begins with * needs quotes",
    ],
  },
  {
    name: "the YAML has a token that begins as a block of text does",
    text: `ServerApp:
  token: |s3cret
`,
    mistakes: ["daybook.yaml:2:11: not valid YAML: Block scalar header includes extra characters"],
  },
  {
    name: "the YAML has aliases without end",
    text: `a: &a x
b: [${Array.from({ length: 20_000 }, () => "*a").join(", ")}]
`,
    mistakes: ["daybook.yaml: Excessive alias count indicates a resource exhaustion attack"],
  },
  {
    name: "there are two documents",
    text: `EventLog:
---
ServerApp:
`,
    mistakes: ["daybook.yaml:3:1: a second YAML document begins here; the file has to be one document"],
  },
  {
    name: "the JSON is broken",
    file: "daybook.json",
    text: `{
  "ServerApp": { "port": 8888, }
}
`,
    mistakes: [
      'daybook.json:2:32: not valid JSON: expected a name in double quotes (and no comma before "}")',
    ],
  },
  {
    name: "the JSON ends too early",
    file: "daybook.json",
    text: `{
  "ServerApp": {
`,
    mistakes: [
      'daybook.json:3:1: not valid JSON: expected a name in double quotes (and no comma before "}"), but the file ends here',
    ],
  },
  {
    name: "the JSON has a comment",
    file: "daybook.json",
    text: `{
  // all
}
`,
    mistakes: [
      'daybook.json:2:3: not valid JSON: expected a name in double quotes (and no comma before "}")',
    ],
  },
  {
    name: "a key of the JSON is written twice",
    file: "daybook.json",
    text: `{
  "ServerApp": { "port": 1, "port": 2 }
}
`,
    mistakes: ["daybook.json:2:29: ServerApp.port: is written twice; only one of them can count"],
  },
  {
    name: "an option in JSON is misspelt",
    file: "daybook.json",
    text: `{
  "EventLog": {
    "handlers": [{ "class": "FileHandler", "filename": "event.log", "modus": "a" }]
  }
}
`,
    mistakes: [
      "daybook.json:3:69: EventLog.handlers[0].modus: unknown option; there are filename, mode, encoding, delay, maxBuffer, fsync, fsyncInterval",
    ],
  },
  {
    name: "an option in JSON has the wrong type",
    file: "daybook.json",
    text: `{
  "ServerApp": { "port": "x" }
}
`,
    mistakes: ["daybook.json:2:26: ServerApp.port: must be a whole number from 0 to 65535, not text"],
  },
  {
    name: "the program exports nothing",
    file: "daybook.config.ts",
    text: `export const config = {};
`,
    mistakes: ['daybook.config.ts: has no default export; write "export default defineConfig({ .. })"'],
  },
  {
    name: "the program cannot be parsed",
    file: "daybook.config.ts",
    text: `export default {
  EventLog: {
`,
    mistakes: ["daybook.config.ts: cannot be loaded: ParseError: Unexpected token (line 3, column 1)"],
  },
  {
    name: "the program throws",
    file: "daybook.config.mjs",
    text: `throw new Error("no secret store");
`,
    mistakes: ["daybook.config.mjs: cannot be loaded: no secret store"],
  },
  {
    name: "the program exports a function",
    file: "daybook.config.js",
    text: `export default () => ({});
`,
    mistakes: [`daybook.config.js: must be a mapping with the sections ${sectionNames}, not a function`],
  },
  {
    name: "an option in a program is misspelt",
    file: "daybook.config.ts",
    text: `export default { EventLog: { allowedSchema: [] } };
`,
    mistakes: ['daybook.config.ts: EventLog.allowedSchema: unknown option; did you mean "allowedSchemas"?'],
  },
  {
    name: "an option in a program is written as YAML has it",
    file: "daybook.config.js",
    text: `export default { ServerApp: { root_dir: '.' } };
`,
    mistakes: ['daybook.config.js: ServerApp.root_dir: unknown option; did you mean "rootDir"?'],
  },
  {
    name: "a program allows with names as YAML has them",
    file: "daybook.config.js",
    text: `export default { EventLog: { allowedSchemas: { "example.org/door": { allowed_categories: [] } } } };
`,
    mistakes: [
      'daybook.config.js: EventLog.allowedSchemas["example.org/door"].allowed_categories: unknown option; did you mean "allowedCategories"?',
    ],
  },
  {
    name: "a handler in a program is no handler",
    file: "daybook.config.ts",
    text: `class Wrong { handle() {} }
export default { EventLog: { handlers: [new Wrong()] } };
`,
    mistakes: ["daybook.config.ts: EventLog.handlers[0]: is no handler: it lacks flush() and close()"],
  },
  {
    name: "the ending is of no format",
    file: "daybook.toml",
    text: `EventLog:
`,
    mistakes: [
      "daybook.toml: the format of a configuration shows in its ending: .yaml, .yml, .json, .ts, .js, .mjs",
    ],
  },
  {
    name: "several things are wrong at once",
    text: `EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
      mode: append
    - class: Printer
  allowed_schemas: all
  schema_paths: [nowhere]
ServerApp:
  port: 99999
Server: {}
`,
    mistakes: [
      'daybook.yaml:5:13: EventLog.handlers[0].mode: must be one of "a", "w"',
      `daybook.yaml:6:14: EventLog.handlers[1].class: there is no handler class or package of this name; the classes are ${handlerClassNames.join(", ")}, or a module such as "./my-handler.js"`,
      "daybook.yaml:7:20: EventLog.allowed_schemas: must be a list of schema ids, or a mapping from schema ids to what is allowed of them, not text",
      "daybook.yaml:8:18: EventLog.schema_paths[0]: there is no such file or folder",
      "daybook.yaml:10:9: ServerApp.port: must be a whole number from 0 to 65535",
      `daybook.yaml:11:1: Server: unknown option; there are ${sectionNames}`,
    ],
  },
];
