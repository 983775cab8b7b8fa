import { expect, test } from "vitest";
import { workspaceFileName } from "../../../../src/services/lab/workspaces/file-name.js";

// What jupyterlab_server 2.28 calls them.
test.each([
  ["default", "default-37a8.jupyterlab-workspace"],
  ["/default", "default-37a8.jupyterlab-workspace"],
  ["Auto-X", "auto-x-35f6.jupyterlab-workspace"],
  ["Mein Raum é/x", "mein-raum-x-2fba.jupyterlab-workspace"],
  ["a%20b", "a-b-719b.jupyterlab-workspace"],
  [".. ..", "-0900.jupyterlab-workspace"],
])("%s is kept in %s", (name, file) => {
  expect(workspaceFileName(name)).toBe(file);
});

test.each([
  "../../etc/passwd",
  "a/b",
  "a\\b",
  "%2e%2e%2f",
  "\0",
  "é".repeat(300),
  "x".repeat(300),
  "%",
])("%j becomes one short plain name", (name) => {
  expect(workspaceFileName(name)).toMatch(/^[\w-]{0,103}-[0-9a-f]{4}\.jupyterlab-workspace$/);
});
