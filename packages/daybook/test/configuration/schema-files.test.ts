import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { schemaFilesAt } from "../../src/configuration/schema-files.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

function names(folder: string, path = "."): string[] {
  return schemaFilesAt(path, folder).map((file) => file.slice(folder.length + 1));
}

test("a file stands for itself", () => {
  expect(names(temporaryFolder({ "a.yaml": "" }), "a.yaml")).toEqual(["a.yaml"]);
});

test("a folder stands for all schema files below it, in order", () => {
  const folder = temporaryFolder({ "b/v2.yml": "", "b/v1.yaml": "", "a.JSON": "", "c.md": "", "B.yaml": "" });
  expect(names(folder)).toEqual(["B.yaml", "a.JSON", "b/v1.yaml", "b/v2.yml"]);
});

test("a folder mounted as Kubernetes does it gives each file once", () => {
  const folder = temporaryFolder({ "..2026/v1.yaml": "" });
  symlinkSync("..2026", join(folder, "..data"));
  symlinkSync("..data/v1.yaml", join(folder, "v1.yaml"));
  expect(names(folder)).toEqual(["v1.yaml"]);
});

test("links in a circle end", () => {
  const folder = temporaryFolder({ "a/v1.yaml": "" });
  symlinkSync("..", join(folder, "a/loop"));
  expect(names(folder)).toEqual(["a/v1.yaml"]);
});

test("nothing at the path is an error", () => {
  expect(() => names(temporaryFolder(), "missing")).toThrow("there is no such file or folder");
});
