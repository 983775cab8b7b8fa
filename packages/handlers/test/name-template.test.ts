import { SpooledEvent } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { NameTemplate } from "../src/name-template.js";

const fill = (text: string, schema: string, version: number | string = 1) => {
  const line = JSON.stringify({ __schema__: schema, __schema_version__: version });
  return new NameTemplate("MyHandler", "subject", text, /^[\w.{}-]+$/).fill(new SpooledEvent(1, "", 1, line));
};

test("what is put in becomes one word", () => {
  expect(fill("events.{schema}", "https://example.org/a*b > c")).toBe("events.https___example_org_a_b___c");
  expect(fill("events.{schema}.{version}", "lab-booking", "2.1")).toBe("events.lab-booking.2_1");
});

test("what is the same for all is left as it is", () => {
  expect(fill("events", "example.org/a")).toBe("events");
});

test("what stands for nothing is an error", () => {
  expect(() => fill("events.{user}", "a")).toThrow("knows {schema} and {version}, not {user}");
  expect(() => fill("events.{}", "a")).toThrow("not {}");
  expect(() => fill("events and more", "a")).toThrow(
    "the subject of a MyHandler is no name that a broker takes",
  );
});
