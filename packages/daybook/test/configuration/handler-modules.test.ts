import type { Handler } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { loadConfiguration } from "../../src/configuration/configuration.js";
import * as daybook from "../../src/index.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const methods = "handle() {} async flush() {} async close() {}";

async function handlerOf(files: Record<string, string>, description: string): Promise<Handler | undefined> {
  const text = `EventLog:\n  handlers:\n    - ${description}\n`;
  const { handlers } = await loadConfiguration({ cwd: temporaryFolder({ "daybook.yaml": text, ...files }) });
  return handlers[0]?.handler;
}

test.each([
  ["./mine.js", { "mine.js": `export default class Mine { ${methods} }` }],
  ["./mine.mjs", { "mine.mjs": `export default class Mine { ${methods} }` }],
  [
    "./lib/mine.ts",
    { "lib/mine.ts": `enum Kind { A }\nexport default class Mine { kind: Kind = Kind.A; ${methods} }` },
  ],
  ["./mine.cjs", { "mine.cjs": `module.exports = class Mine { ${methods} }` }],
  ["./mine.cjs", { "mine.cjs": `exports.__esModule = true; exports.default = class Mine { ${methods} }` }],
  [
    "handler-package",
    {
      "node_modules/handler-package/package.json": '{ "type": "module", "exports": "./index.js" }',
      "node_modules/handler-package/index.js": `export default class Mine { ${methods} }`,
    },
  ],
])("class: %s is the default export of a module", async (name, files) => {
  const handler = await handlerOf(files as unknown as Record<string, string>, `class: ${name}`);
  expect(handler?.constructor.name).toBe("Mine");
});

test("the options go to the constructor, without the class", async () => {
  const files = { "mine.js": `export default class { constructor(o) { this.options = o; } ${methods} }` };
  const handler = await handlerOf(files, "{ class: ./mine.js, topic: events, deep: { list: [1] } }");
  expect(handler).toMatchObject({ options: { topic: "events", deep: { list: [1] } } });
});

test("a class may make itself of options", async () => {
  const files = {
    "mine.js": `export default class Mine {
      static fromOptions({ topic }) { return Object.assign(new Mine(), { topic }); }
      ${methods}
    }`,
  };
  expect(await handlerOf(files, "{ class: ./mine.js, topic: events }")).toMatchObject({ topic: "events" });
});

test("a class that extends one of the library is made as itself, with its options", async () => {
  const files = {
    "mine.js": `import { MemoryHandler } from "daybook"; export default class extends MemoryHandler { mine = true; }`,
  };
  const handler = await handlerOf(files, "{ class: ./mine.js, capacity: 3 }");
  expect(handler).toBeInstanceOf(daybook.MemoryHandler);
  expect(handler).toMatchObject({ mine: true });
});

test("modules get the very library that runs them", async () => {
  const files = {
    "mine.ts": `import { MemoryHandler } from "daybook";
      import { relay } from "./relay.js";
      export default class Mine extends MemoryHandler {
        relay = relay;
        static override fromOptions() { return new Mine(); }
      }`,
    "relay.js": 'export { FileHandler as relay } from "@daybook/eventlog";',
  };
  const handler = await handlerOf(files, "class: ./mine.ts");
  expect(handler).toBeInstanceOf(daybook.MemoryHandler);
  expect(handler).toMatchObject({ relay: daybook.FileHandler });
});

test("an installed package gets it too", async () => {
  const files = {
    "node_modules/handler-package/package.json": '{ "type": "module", "exports": "./index.js" }',
    "node_modules/handler-package/index.js":
      'import { NullHandler } from "daybook"; export default class extends NullHandler {}',
  };
  expect(await handlerOf(files, "class: handler-package")).toBeInstanceOf(daybook.NullHandler);
});
