import { expect, test } from "vitest";
import { EventLog, handlerName, InvalidEventError, NullHandler } from "../../src/index.js";

test("validates without recording", () => {
  const log = new EventLog({ handlers: [new NullHandler()], allowedSchemas: ["example.org/door"] });
  log.registerSchema({ $id: "example.org/door", version: 1, properties: { open: { type: "boolean" } } });
  expect(log.recordEvent("example.org/door", 1, { open: true })?.open).toBe(true);
  expect(() => log.recordEvent("example.org/door", 1, { open: "ajar" })).toThrow(InvalidEventError);
});

test("is called by its class", () => {
  expect(handlerName(new NullHandler())).toBe("NullHandler");
});
