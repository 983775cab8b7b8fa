import { expect, test } from "vitest";
import { daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const old = `$id: example.org/door
version: 1
required: [action]
properties:
  action: { enum: [open, close], categories: [unrestricted] }
  by: { type: string, categories: [personal] }
`;
const young = `$id: example.org/door
version: 2
required: [action, by]
properties:
  action: { enum: [open, close, slam], categories: [unrestricted] }
  by: { type: string, categories: [unrestricted] }
`;

function diff(files: Readonly<Record<string, string>>, ...words: string[]) {
  return daybook(["schemas", "diff", ...words], { cwd: temporaryFolder(files) });
}

test("diff names each break with its line, and exits with 1", async () => {
  const { status, stdout, stderr } = await diff({ "v1.yaml": old, "v2.yaml": young }, "v1.yaml", "v2.yaml");
  expect(stdout.split("\n")).toEqual([
    "example.org/door version 1 → version 2",
    "writers: 1 break",
    '  v2.yaml:3:1: /required: property "by" is required now',
    "readers: 1 break",
    '  v1.yaml:5:13: /properties/action/enum: may now be "slam"',
    "policies: 1 break",
    "  v2.yaml:6:3: /properties/by: is recorded now also where personal is not allowed",
    "",
  ]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
});

test("diff exits with 0 where nothing breaks", async () => {
  const files = { "v1.yaml": old, "v1.1.yaml": old.replace("version: 1", "version: 1.1\ntitle: Door") };
  expect(await diff(files, "v1.yaml", "v1.1.yaml")).toEqual({
    status: 0,
    stdout:
      "example.org/door version 1 → version 1.1\nwriters: compatible\nreaders: compatible\npolicies: compatible\n",
    stderr: "",
  });
});

test("diff exits with 2 where there are not two schemas to compare", async () => {
  const files = { "v1.yaml": old, "wrong.yaml": "$id: x\nproperties: {}\n" };
  expect(await diff(files, "v1.yaml")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("OLD NEW"),
  });
  const { status, stdout, stderr } = await diff(files, "v1.yaml", "wrong.yaml");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain('wrong.yaml:1:1: schema x needs a "version"');
  expect(await diff(files, "v1.yaml", "missing.yaml")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("missing.yaml: there is no such file"),
  });
});
