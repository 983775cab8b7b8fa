import { expect, test } from "vitest";
import { daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const door = (version: number | string) =>
  `$id: example.org/door\nversion: ${version}\ntitle: Door\nproperties:\n  open: { type: boolean }\n`;

/** What is said of files, a line each, and the exit status. */
async function validated(files: Readonly<Record<string, string>>, ...words: string[]) {
  const cwd = temporaryFolder(files);
  const { status, stdout, stderr } = await daybook(["schemas", "validate", ...words], { cwd });
  return { status, valid: stdout.split("\n").slice(0, -1), wrong: stderr.split("\n").slice(0, -1) };
}

test("files that are named are checked one by one", async () => {
  const files = { "good.yaml": door('"1.0"'), "two/copy.yaml": door('"1.0"') };
  expect(await validated(files, "good.yaml", "two/copy.yaml")).toEqual({
    status: 0,
    valid: [
      "good.yaml: example.org/door version 1.0 is valid",
      "two/copy.yaml: example.org/door version 1.0 is valid",
    ],
    wrong: [],
  });
});

test("all files below a folder are checked together", async () => {
  const files = {
    "events/v1.yaml": door(1),
    "events/deep/v2.json": "{}",
    "events/v1-copy.yml": `\n${door(1)}`,
  };
  expect(await validated(files, "events")).toEqual({
    status: 1,
    valid: ["events/v1-copy.yml: example.org/door version 1 is valid"],
    wrong: [
      'events/deep/v2.json:1:1: a schema needs an "$id": a non-empty string',
      "events/v1.yaml:2:10: /version: schema example.org/door version 1 is registered already; a changed schema needs a new version",
    ],
  });
  expect(await validated({ "empty/notes.md": "" }, "empty")).toMatchObject({
    status: 1,
    wrong: ["empty: there is no schema file in this folder"],
  });
});

test("every mistake in a file is told with its line, in YAML and in JSON", async () => {
  const schema = {
    $id: "example.org/door",
    version: 1,
    properties: {
      action: { type: "text", enum: "open" },
      person: { maxLength: -1, pattern: "(" },
    },
  };
  const json = JSON.stringify(schema, null, 2);
  const yaml = `$id: example.org/door
version: 1
properties:
  action:
    type: text
    enum: open
  person:
    maxLength: -1
    pattern: (
`;
  const messages = [
    '/properties/action/type: must be one of "array", "boolean", "integer", "null", "number", "object", "string", or must be a list',
    "/properties/action/enum: must be a list",
    "/properties/person/maxLength: must be 0 or more",
    "/properties/person/pattern: is no regular expression that JavaScript reads (with the flag u)",
  ];
  const places = ["5:11", "6:11", "8:16", "9:14"];
  const jsonPlaces = ["6:15", "7:15", "10:20", "11:18"];
  const { status, wrong } = await validated(
    { "door.yaml": yaml, "door.json": json },
    "door.yaml",
    "door.json",
  );
  expect(status).toBe(1);
  expect(wrong).toEqual([
    ...messages.map((message, index) => `door.yaml:${places[index]}: ${message}`),
    ...messages.map((message, index) => `door.json:${jsonPlaces[index]}: ${message}`),
  ]);
});

test("what registration asks for beyond JSON Schema has its line too", async () => {
  const files = {
    "categories.yaml": `$id: example.org/door
version: 1
properties:
  action: { categories: [unrestricted] }
  person:
    type: string
  "a/b": {}
  __own: { categories: personal }
`,
    "properties.yaml": `$id: example.org/door
version: 1
allOf:
  - properties:
      action: { categories: [unrestricted] }
      person:
        type: string
properties:
  "a/b": {}
  __own: { categories: [unrestricted] }
`,
    "reference.yaml": `$id: example.org/door
version: 1
properties:
  action:
    $ref: "#/definitions/nothing"
`,
    "version.yaml": "$id: example.org/door\nproperties: {}\n",
    "type.json": '{ "$id": "example.org/door", "version": 1,\n  "type": "array", "properties": {} }',
  };
  const { wrong } = await validated(files, ...Object.keys(files));
  expect(wrong).toEqual([
    'categories.yaml:8:24: /properties/__own/categories: "categories" must be a list of names',
    'properties.yaml:6:7: /allOf/0/properties/person: property "person" declares no categories, but others do; add them ("categories: [unrestricted]" if anyone may see it)',
    'properties.yaml:9:3: /properties/a~1b: property "a/b" declares no categories, but others do; add them ("categories: [unrestricted]" if anyone may see it)',
    'properties.yaml:10:3: /properties/__own: property "__own" begins with "__", which is reserved for the log; rename it',
    'reference.yaml:5:11: /properties/action/$ref: $ref "#/definitions/nothing" points to nothing in this schema. References reach only places in the same file: nothing is fetched',
    'version.yaml:1:1: schema example.org/door needs a "version": a number or a non-empty string',
    'type.json:2:11: /type: its "type" must be "object": events are objects',
  ]);
});

test("a file that cannot be read says where it breaks off", async () => {
  const files = { "broken.json": '{\n  "$id": }', "broken.yaml": "$id: x\nversion: [1\n", "door.toml": "" };
  const { status, wrong } = await validated(files, "broken.json", "broken.yaml", "door.toml", "missing.yaml");
  expect(status).toBe(1);
  expect(wrong).toEqual([
    'broken.json:2:10: not valid JSON: expected a value: {..}, [..], "text", a number, true, false or null',
    expect.stringMatching(/^broken\.yaml:3:1: not valid YAML: /),
    "door.toml: a schema file ends in .yaml, .yml, .json",
    "missing.yaml: there is no such file or folder",
  ]);
});

test("what could keep a server busy has its line too", async () => {
  const levels = Array.from({ length: 1000 }, (_, level) => `${" ".repeat(level)}a:`).join("\n");
  const files = {
    "backreference.yaml": `$id: example.org/door
version: 1
properties:
  action: { $ref: "#/texts/quoted" }
patternProperties:
  (a+)\\1: {}
texts:
  quoted:
    pattern: ^(['"]).*\\1$
`,
    "circle.yaml": `$id: example.org/door
version: 1
properties:
  action: { $ref: "#/definitions/a" }
definitions:
  a:
    allOf:
      - $ref: "#/definitions/a"
`,
    "remote.yaml": `$id: example.org/door
version: 1
properties:
  action:
    $ref: https://elsewhere.example/action.json
`,
    "parts.yaml": `$id: example.org/door
version: 1
properties:
  action:
    allOf: [${"{}, ".repeat(1001)}]
`,
    "nullable.yaml": `$id: example.org/door
version: 1
properties:
  action: { nullable: true }
`,
    "deep.json": `{"$id": "example.org/door", "version": 1,
  "properties": ${'{"a": '.repeat(1000)}{}${"}".repeat(1000)}}`,
    "deep.yaml": `$id: example.org/door\nversion: 1\nproperties:\n${levels.replaceAll(/^/gm, " ")} {}\n`,
  };
  const { status, wrong } = await validated(files, ...Object.keys(files));
  expect(status).toBe(1);
  const backreference =
    "has a backreference (\\1), which takes time without end on some texts; write it without";
  const wholeLines = wrong.filter((line) => !line.startsWith("deep.yaml"));
  expect(wholeLines).toEqual([
    `backreference.yaml:6:3: /patternProperties/(a+)\\1: ${backreference}`,
    `backreference.yaml:9:14: /texts/quoted/pattern: ${backreference}`,
    'circle.yaml:8:15: /definitions/a/allOf/0/$ref: $ref "#/definitions/a" leads back to itself and never to a part of the value, so that it has no end; take it out',
    'remote.yaml:5:11: /properties/action/$ref: $ref "https://elsewhere.example/action.json" points to nothing in this schema. References reach only places in the same file: nothing is fetched',
    "parts.yaml:4:3: /properties/action: more than 1000 of its parts look at one value; describe each value by fewer",
    'nullable.yaml:4:23: /properties/action/nullable: "nullable" cannot be used without "type"',
    "deep.json:2:617: not valid JSON: expected no more than 100 levels",
  ]);
  // How deep the parser of YAML comes depends on the stack there is; the log looks at the levels beyond that.
  expect(wrong.at(-1)).toMatch(
    /^deep\.yaml:\d+:\d+: (not valid YAML: nested too deeply|a schema is nested deeper)/,
  );
});
