import { expect, test } from "vitest";
import { assertInstalled, loadClient } from "../src/client.js";

const missing = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from somewhere`), {
    code: "ERR_MODULE_NOT_FOUND",
  });

test("a client that is there is loaded", async () => {
  expect(await loadClient("node:path", () => import("node:path"))).toHaveProperty("resolve");
});

test("one that is not is an error that says what to install", async () => {
  const load = () => Promise.reject(missing("pg"));
  await expect(loadClient("pg", load)).rejects.toThrow("needs the package pg: npm install pg");
});

test("one that lacks something itself tells so", async () => {
  const error = missing("pg-protocol");
  await expect(loadClient("pg", () => Promise.reject(error))).rejects.toBe(error);
});

test("whether clients are installed shows before they are loaded", () => {
  expect(() => assertInstalled("vitest", "yaml")).not.toThrow();
  expect(() => assertInstalled("yaml", "not-there", "@not/there")).toThrow(
    "needs the package not-there @not/there: npm install not-there @not/there",
  );
});
