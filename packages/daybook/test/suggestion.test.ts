import { expect, test } from "vitest";
import { didYouMean, suggestion } from "../src/suggestion.js";

const options = ["ip", "port", "root_dir", "base_url", "allow_origin"];

test.each([
  ["prot", "port"],
  ["rootDir", "root_dir"],
  ["root-dir", "root_dir"],
  ["root_dirs", "root_dir"],
  ["base", "base_url"],
])("%s probably means %s", (written, meant) => {
  expect(suggestion(written, options)).toBe(meant);
});

test.each(["certificate", "x", "constructor"])("%s means none of the options", (written) => {
  expect(suggestion(written, options)).toBeUndefined();
  expect(didYouMean(written, options)).toBe("");
});

test("a schema is known by the last part of its id", () => {
  const ids = ["hub.jupyter.org/server-action", "eventlogging.jupyter.org/jupyter_server/kernel-actions"];
  expect(suggestion("kernel-actions", ids)).toBe(ids[1]);
  expect(didYouMean("server-action", ids)).toBe('; did you mean "hub.jupyter.org/server-action"?');
});
