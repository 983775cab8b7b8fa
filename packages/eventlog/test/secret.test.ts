import { afterEach, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { readSecret } from "../src/secret.js";

const variable = "DAYBOOK_TEST_SECRET";
afterEach(() => {
  delete process.env[variable];
});

test("a secret is read from an environment variable", () => {
  process.env[variable] = " kept as it is ";
  expect(readSecret("token", { env: variable }, "/")).toBe(" kept as it is ");
});

test("or from a file, without its line end", () => {
  const folder = temporaryFolder({ token: "of the file\r\n" });
  expect(readSecret("token", { file: "token" }, folder)).toBe("of the file");
});

test("an empty one is none", () => {
  process.env[variable] = "";
  const message = `there is no token in the environment variable ${variable}; put it there`;
  expect(() => readSecret("token", { env: variable }, "/")).toThrow(message);
  const folder = temporaryFolder({ token: "\n" });
  expect(() => readSecret("token", { file: "token" }, folder)).toThrow("there is no token in token");
});
