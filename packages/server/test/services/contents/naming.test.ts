import { describe, expect, it } from "vitest";
import { copyNames, untitledNames } from "../../../src/services/contents/naming.js";

function first(count: number, names: Iterable<string>): string[] {
  const taken: string[] = [];
  for (const name of names) {
    if (taken.push(name) === count) break;
  }
  return taken;
}

describe("untitledNames", () => {
  it.each([
    ["notebook", "", ["Untitled.ipynb", "Untitled1.ipynb", "Untitled2.ipynb"]],
    ["notebook", ".txt", ["Untitled.ipynb", "Untitled1.ipynb", "Untitled2.ipynb"]],
    ["directory", "", ["Untitled Folder", "Untitled Folder 1", "Untitled Folder 2"]],
    ["file", ".txt", ["untitled.txt", "untitled1.txt", "untitled2.txt"]],
    ["file", "py", ["untitled.py", "untitled1.py", "untitled2.py"]],
    ["file", ".tar.gz", ["untitled.tar.gz", "untitled1.tar.gz", "untitled2.tar.gz"]],
    ["file", "", ["untitled", "untitled1", "untitled2"]],
  ] as const)("of a %s with %j are %j", (type, extension, expected) => {
    expect(first(3, untitledNames(type, extension))).toEqual(expected);
  });

  it.each(["/../../x", "a/b", "\0"])("refuses the extension %j", (extension) => {
    expect(() => untitledNames("file", extension)).toThrow(/extension/);
  });
});

describe("copyNames", () => {
  it.each([
    ["X.ipynb", ["X.ipynb", "X-Copy1.ipynb", "X-Copy2.ipynb"]],
    ["X-Copy1.ipynb", ["X.ipynb", "X-Copy1.ipynb", "X-Copy2.ipynb"]],
    ["X-Copy12.ipynb", ["X.ipynb", "X-Copy1.ipynb", "X-Copy2.ipynb"]],
    ["a.b.ipynb", ["a.b.ipynb", "a.b-Copy1.ipynb", "a.b-Copy2.ipynb"]],
    ["a.tar.gz", ["a.tar.gz", "a-Copy1.tar.gz", "a-Copy2.tar.gz"]],
    ["README", ["README", "README-Copy1", "README-Copy2"]],
    ["README-Copy1", ["README", "README-Copy1", "README-Copy2"]],
    [".env", [".env", ".env-Copy1", ".env-Copy2"]],
  ])("of %s are %j", (name, expected) => {
    expect(first(3, copyNames(name))).toEqual(expected);
  });
});
