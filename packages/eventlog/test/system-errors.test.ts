import { expect, test } from "vitest";
import { fileErrorInWords } from "../src/index.js";

test.each([
  ["ENOENT", "read", "there is no such file (ENOENT)"],
  ["ENOENT", "write", "the folder is gone; make it again (ENOENT)"],
  ["ENOSPC", "write", "the disk is full; make room (ENOSPC)"],
  ["EIO", "read", "the disk reports an error (EIO)"],
  ["EBADF", "read", "cannot be read (EBADF)"],
  ["constructor", "write", "cannot be written (constructor)"],
] as const)("%s, to %s, is %j", (code, work, text) => {
  expect(fileErrorInWords(Object.assign(new Error("raw"), { code }), work)).toBe(text);
});

test("an error without a code keeps its own words", () => {
  expect(fileErrorInWords(new Error("own words"), "read")).toBe("own words");
});
