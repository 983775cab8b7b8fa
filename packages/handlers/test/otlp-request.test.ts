import { SpooledEvent } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { exportRequest } from "../src/otlp-request.js";

const id = (process: string) => `019aab3f-c1a0-7000-8000-02${process}`;
const eventOf = (own: object, time = "2026-11-23T06:39:42.447Z", process = "a1f3c09be4") =>
  new SpooledEvent(
    1,
    id(process),
    1,
    JSON.stringify({ __timestamp__: time, __schema__: "s", __schema_version__: 1, ...own }),
  );
const recordOf = (event: SpooledEvent) =>
  exportRequest([event], {}).resourceLogs[0]?.scopeLogs[0]?.logRecords[0];

test.each([
  ["null, which stands for what was withheld", null, {}],
  ["a text", "", { stringValue: "" }],
  ["a truth", false, { boolValue: false }],
  ["a whole number", -7, { intValue: "-7" }],
  ["one that is too large for 64 bits", 1e300, { doubleValue: 1e300 }],
  ["a broken number", 0.5, { doubleValue: 0.5 }],
  ["a list", [1, null], { arrayValue: { values: [{ intValue: "1" }, {}] } }],
  [
    "an object",
    { a: { b: [] } },
    {
      kvlistValue: {
        values: [
          {
            key: "a",
            value: { kvlistValue: { values: [{ key: "b", value: { arrayValue: { values: [] } } }] } },
          },
        ],
      },
    },
  ],
])("%s keeps its kind", (_, value, expected) => {
  expect(recordOf(eventOf({ value }))?.attributes[0]).toEqual({ key: "value", value: expected });
});

test.each([
  ["2026-11-23T06:39:42.447Z", "1795415982447000000"],
  ["2026-11-23T06:39:42Z", "1795415982000000000"],
  ["2026-11-23T06:39:42.123456789Z", "1795415982123456789"],
  ["2026-11-23T06:39:42.1234567899Z", "1795415982123456789"],
  ["2016-12-31T23:59:60Z", "1483228800000000000"],
  ["1970-01-01T00:00:00.5Z", "500000000"],
  ["1969-12-31T23:59:59Z", "0"],
])("the time %s is %s", (time, expected) => {
  expect(recordOf(eventOf({}, time))?.timeUnixNano).toBe(expected);
});

test("the events of each process have a resource of their own, in their order", () => {
  const events = ["aaaaaaaaaa", "bbbbbbbbbb", "aaaaaaaaaa"].map((process, number) =>
    eventOf({ number }, undefined, process),
  );
  const { resourceLogs } = exportRequest(events, { "service.name": "hub" });
  expect(
    resourceLogs.map(({ resource }) => resource.attributes.map(({ value }) => value.stringValue)),
  ).toEqual([
    ["aaaaaaaaaa", "hub"],
    ["bbbbbbbbbb", "hub"],
  ]);
  expect(
    resourceLogs.map(({ scopeLogs }) =>
      scopeLogs[0]?.logRecords.map((record) => record.attributes[0]?.value.intValue),
    ),
  ).toEqual([["0", "2"], ["1"]]);
});
