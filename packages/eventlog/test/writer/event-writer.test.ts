import { afterEach, describe, expect, test } from "vitest";
import { InvalidEventError } from "../../src/errors.js";
import { Redaction } from "../../src/policy/redaction.js";
import { RegisteredSchema } from "../../src/schema/registered-schema.js";
import { SchemaRecorder } from "../../src/schema-recorder.js";

const timestamp = "2026-11-23T06:39:42.447Z";

function recorderOf(
  properties: object,
  quick: boolean,
  further: object = {},
  eventIds = false,
): SchemaRecorder {
  const schema = new RegisteredSchema({ $id: "example.org/one", version: 1, properties, ...further });
  return new SchemaRecorder(schema, new Redaction(schema, { allowedCategories: [], allowedProperties: [] }), {
    quick,
    eventIds,
  });
}

function propertiesOf(line: string): Record<string, unknown> {
  const { __timestamp__, __schema__, __schema_version__, __metadata_version__, ...properties } =
    JSON.parse(line);
  return properties;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

describe.each([true, false])("quick %s", (quick) => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, "polluted");
  });

  test("records nothing that an event only inherits from a polluted prototype", () => {
    const recorder = recorderOf({ a: { properties: { b: {} } }, map: {} }, quick);
    const event = { a: { b: 1 }, map: { c: 1 } };
    const lines = [{}, { value: "inherited" }, { value: undefined }].map((polluting) => {
      Object.defineProperty(Object.prototype, "polluted", {
        ...polluting,
        enumerable: true,
        configurable: true,
      });
      return recorder.record(event, timestamp).line;
    });
    Reflect.deleteProperty(Object.prototype, "polluted");
    for (const line of lines) expect(propertiesOf(line)).toEqual(event);
  });

  test("records an event while a getter of another one is read", () => {
    const recorder = recorderOf({ a: {}, b: {}, c: {} }, quick);
    let inner = "";
    const event = {
      a: ["outer"],
      get b() {
        inner = recorder.record({ a: "inner", c: [[1]] }, timestamp).line;
        return { d: [2] };
      },
      c: { e: "outer" },
    };
    const { line, recorded } = recorder.record(event, timestamp);
    expect(propertiesOf(line)).toEqual({ a: ["outer"], b: { d: [2] }, c: { e: "outer" } });
    expect(propertiesOf(inner)).toEqual({ a: "inner", c: [[1]] });
    expect(recorded).toEqual(JSON.parse(line));
  });

  test("keeps to the depth limit while a getter records other events", () => {
    const recorder = recorderOf({ a: {} }, quick);
    const event = (rounds: number): object => {
      let value = nested(40);
      for (let round = 0; round < rounds; round++) {
        const inside = value;
        const wrapped = {
          get a() {
            recorder.record({ a: 1 }, timestamp);
            return inside;
          },
        };
        value = [[[[[[[[[wrapped]]]]]]]]];
      }
      return { a: value };
    };
    expect(() => recorder.record(event(5), timestamp)).not.toThrow();
    expect(() => recorder.record(event(8), timestamp)).toThrow("nested deeper than 100 levels");
  });

  test("what looks as if it had a way of its own to be compared is compared as data", () => {
    const recorder = recorderOf({ a: { enum: [{ b: 1 }] } }, quick);
    expect(() => recorder.record({ a: { toString: "secret" } }, timestamp)).toThrow(
      "/a must be equal to one of the allowed values",
    );
    expect(() => recorder.record({ a: { toString: 1 } }, timestamp)).toThrow(InvalidEventError);
  });

  test("a missing property whose name is empty is missed", () => {
    const recorder = recorderOf({ "": {} }, quick, { required: [""] });
    expect(() => recorder.record({}, timestamp)).toThrow("must have required property ''");
    expect(propertiesOf(recorder.record({ "": 1 }, timestamp).line)).toEqual({ "": 1 });
  });

  test.each([null, undefined, 1, "text", [], () => {}])("%s is no event", (event) => {
    const recorder = recorderOf({ a: {} }, quick);
    expect(() => recorder.record(event as object, timestamp)).toThrow(InvalidEventError);
  });

  test.each<[string, object, string]>([
    ["with rules", { a: { type: "string" } }, '"a":"x"}'],
    ["that are validated", { a: { minLength: 1 } }, '"a":"x"}'],
    ["with a name like an index", { a: {}, 7: {} }, '"7":1,"a":"x"}'],
  ])("gives events %s an id and a number behind the capsule", (_, properties, rest) => {
    const recorder = recorderOf(properties, quick, {}, true);
    const record = recorder.record("7" in properties ? { 7: 1, a: "x" } : { a: "x" }, timestamp);
    const { id, sequence, line } = record;
    expect(line).toContain(`"__metadata_version__":1,"__id__":"${id}","__sequence__":${sequence},${rest}`);
    expect(record.recorded).toEqual(JSON.parse(line));
  });

  test("leaves no number out for an event that is refused", () => {
    const recorder = recorderOf({ a: { type: "string" } }, quick, {}, true);
    const { sequence } = recorder.record({ a: "x" }, timestamp);
    expect(() => recorder.record({ a: 1 }, timestamp)).toThrow(InvalidEventError);
    expect(recorder.record({ a: "x" }, timestamp).sequence).toBe(sequence + 1);
  });

  test("says 0 for -0 in the line and in what was recorded", () => {
    const recorder = recorderOf({ a: {}, b: {} }, quick);
    const { line, recorded } = recorder.record({ a: -0, b: [-0] }, timestamp);
    expect(line).toContain('"a":0,"b":[0]');
    expect(recorded).toMatchObject({ a: 0, b: [0] });
  });
});
