import { handlerClassNames } from "../../../src/configuration/handler-class.js";
import type { WrongConfiguration } from "./wrong-configuration.js";

/** Handlers that cannot be made or opened. */
export const wrongHandlers: readonly WrongConfiguration[] = [
  {
    name: "what any handler can be given is wrong",
    text: `EventLog:
  handlers:
    - class: NullHandler
      schemas: hub.jupyter.org/server-action
      ack: synced
`,
    mistakes: [
      "daybook.yaml:4:16: EventLog.handlers[0].schemas: must be a list of schema ids, not text",
      "daybook.yaml:5:12: EventLog.handlers[0].ack: must be one of accepted, durable, delivered",
    ],
  },
  {
    name: "an option of a handler is misspelt",
    text: `EventLog:
  handlers:
    - class: FileHandler
      filenam: event.log
`,
    mistakes: ['daybook.yaml:4:7: EventLog.handlers[0].filenam: unknown option; did you mean "filename"?'],
  },
  {
    name: "handlers are a mapping, as in Python's logging",
    text: `EventLog:
  handlers:
    file:
      class: FileHandler
`,
    mistakes: ["daybook.yaml:3:5: EventLog.handlers: must be a list of handlers, not a mapping"],
  },
  {
    name: "a handler is a name",
    text: `EventLog:
  handlers:
    - FileHandler
`,
    mistakes: [
      'daybook.yaml:3:7: EventLog.handlers[0]: must be a mapping with "class" and the options of the class',
    ],
  },
  {
    name: "a handler has no class",
    text: `EventLog:
  handlers:
    - filename: event.log
`,
    mistakes: ['daybook.yaml:3:7: EventLog.handlers[0]: needs the option "class"'],
  },
  {
    name: "the class of a handler is a number",
    text: `EventLog:
  handlers:
    - class: 7
`,
    mistakes: [
      "daybook.yaml:3:14: EventLog.handlers[0].class: must be the name of a handler class or of a module",
    ],
  },
  {
    name: "there is no such class",
    text: `EventLog:
  handlers:
    - class: FilesHandler
      filename: event.log
`,
    mistakes: [
      'daybook.yaml:3:14: EventLog.handlers[0].class: there is no handler class or package of this name; did you mean "FileHandler"?',
    ],
  },
  {
    name: "there is no such class of Python",
    text: `EventLog:
  handlers:
    - class: logging.handlers.SMTPHandler
`,
    mistakes: [
      `daybook.yaml:3:14: EventLog.handlers[0].class: there is no handler class or package of this name; the classes are ${handlerClassNames.join(", ")}, or a module such as "./my-handler.js"`,
    ],
  },
  {
    name: "a handler lacks an option",
    text: `EventLog:
  handlers:
    - class: FileHandler
`,
    mistakes: ['daybook.yaml:3:7: EventLog.handlers[0]: needs the option "filename"'],
  },
  {
    name: "an option of a handler has the wrong type",
    text: `EventLog:
  handlers:
    - class: logging.FileHandler
      filename: 7
`,
    mistakes: ["daybook.yaml:4:17: EventLog.handlers[0].filename: must be text, not a number"],
  },
  {
    name: "an option of a handler is none of those there are",
    text: `EventLog:
  handlers:
    - class: logging.StreamHandler
      stream: printer
`,
    mistakes: [
      'daybook.yaml:4:15: EventLog.handlers[0].stream: must be one of "stdout", "ext://sys.stdout", "stderr", "ext://sys.stderr"',
    ],
  },
  {
    name: "an option of a handler is out of range",
    text: `EventLog:
  handlers:
    - class: MemoryHandler
      capacity: 0
`,
    mistakes: ["daybook.yaml:4:17: EventLog.handlers[0].capacity: must be 1 or more"],
  },
  {
    name: "the target of a handler is text",
    text: `EventLog:
  handlers:
    - class: MemoryHandler
      target: event.log
`,
    mistakes: ["daybook.yaml:4:15: EventLog.handlers[0].target: must be a mapping, not text"],
  },
  {
    name: "the target of a handler is wrong",
    text: `EventLog:
  handlers:
    - class: MemoryHandler
      target:
        class: FileHandler
        mode: x
        filename: event.log
`,
    mistakes: ['daybook.yaml:6:15: EventLog.handlers[0].target.mode: must be one of "a", "w"'],
  },
  {
    name: "the module of a handler is missing",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    mistakes: ["daybook.yaml:3:14: EventLog.handlers[0].class: there is no such module"],
  },
  {
    name: "the module of a handler exports no class",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    files: {
      "handler.js": `export const handler = 1;
`,
    },
    mistakes: [
      "daybook.yaml:3:14: EventLog.handlers[0].class: this module has no default export that is a handler class",
    ],
  },
  {
    name: "the module of a handler exports a function",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    files: {
      "handler.js": `export default () => {};
`,
    },
    mistakes: [
      "daybook.yaml:3:14: EventLog.handlers[0].class: this module has no default export that is a handler class",
    ],
  },
  {
    name: "the module of a handler cannot be parsed",
    text: `EventLog:
  handlers:
    - class: ./handler.ts
`,
    files: {
      "handler.ts": `export default class {
`,
    },
    mistakes: [
      "daybook.yaml:3:14: EventLog.handlers[0].class: this module cannot be loaded: ParseError: Unexpected token (line 2, column 1)",
    ],
  },
  {
    name: "the module of a handler throws",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    files: {
      "handler.js": `throw new Error('no licence');
`,
    },
    mistakes: ["daybook.yaml:3:14: EventLog.handlers[0].class: this module cannot be loaded: no licence"],
  },
  {
    name: "the module of a handler imports what is not there",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    files: {
      "handler.js": `import 'not-installed';
`,
    },
    mistakes: [
      "daybook.yaml:3:14: EventLog.handlers[0].class: this module cannot be loaded: Cannot find module 'not-installed'",
    ],
  },
  {
    name: "the class of a module is no handler",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    files: {
      "handler.js": `export default class { handle() {} }
`,
    },
    mistakes: [
      "daybook.yaml:3:7: EventLog.handlers[0]: its class is no handler: it lacks flush() and close()",
    ],
  },
  {
    name: "a handler cannot be made",
    text: `EventLog:
  handlers:
    - class: ./handler.js
`,
    files: {
      "handler.js": `export default class { constructor() { throw new Error('no address'); } handle() {} async flush() {} async close() {} }
`,
    },
    mistakes: ["daybook.yaml:3:7: EventLog.handlers[0]: cannot be made: no address"],
  },
  {
    name: "a handler cannot be opened",
    text: `EventLog:
  handlers:
    - class: NullHandler
    - class: ./handler.js
`,
    files: {
      "handler.js": `export default class { open() { throw new Error('no connection'); } handle() {} async flush() {} async close() {} }
`,
    },
    mistakes: ["daybook.yaml:4:7: EventLog.handlers[1]: cannot be opened: no connection"],
  },
  {
    name: "a log file cannot be opened",
    text: `EventLog:
  handlers:
    - class: FileHandler
      filename: logs
`,
    files: { "logs/keep": "" },
    mistakes: [
      "daybook.yaml:3:7: EventLog.handlers[0]: cannot be opened: <folder>/logs: is a folder; name a file in it",
    ],
  },
  {
    name: "options that the class of a module does not take",
    text: `EventLog:
  handlers:
    - class: ./handler.js
      topik: events
      retries: many
`,
    files: {
      "handler.js": `export default class {
  static optionsSchema = { properties: { topic: {}, retries: { type: 'integer' } }, additionalProperties: false };
  handle() {} async flush() {} async close() {}
}
`,
    },
    mistakes: [
      'daybook.yaml:4:7: EventLog.handlers[0].topik: unknown option; did you mean "topic"?',
      "daybook.yaml:5:16: EventLog.handlers[0].retries: must be a whole number, not text",
    ],
  },
];
