import { describe, expect, test } from "vitest";
import { SyslogMessages } from "../../../src/handlers/syslog/message.js";
import { facilities, priorityOf } from "../../../src/handlers/syslog/priority.js";
import { SpooledEvent } from "../../../src/index.js";

const messages = new SyslogMessages({ priority: 134, appname: "daybook", structuredData: "daybook@32473" });
const id = "0193f7a1-0000-7000-8000-000000000000";

function written(timestamp: string, text = "") {
  return messages.write(new SpooledEvent(1, id, 7, JSON.stringify({ __timestamp__: timestamp, text })));
}

test("a message is one of RFC 5424", () => {
  expect(String(written("2026-11-23T06:39:42.447Z"))).toMatch(
    /^<134>1 2026-11-23T06:39:42\.447Z [!-~]+ daybook \d+ event \[daybook@32473 id="0193f7a1-[0-9a-f-]+" sequence="7"\] \{"__timestamp__":.*\}$/,
  );
});

test.each([
  ["2026-11-23T06:39:42Z", "2026-11-23T06:39:42Z"],
  ["2026-11-23T06:39:42.123456Z", "2026-11-23T06:39:42.123456Z"],
  ["2026-11-23T06:39:42.123456789Z", "2026-11-23T06:39:42.123456Z"],
  ["2016-12-31T23:59:60Z", "-"],
])("the time %s is written as %s: six digits of a second, no leap second", (timestamp, expected) => {
  expect(String(written(timestamp)).split(" ")[1]).toBe(expected);
});

test("the event is in UTF-8, without a byte order mark that would make it no JSON", () => {
  const message = written("2026-11-23T06:39:42Z", "Ünïcödé 🎈");
  const start = message.indexOf("] {") + 2;
  expect(JSON.parse(message.subarray(start).toString())).toMatchObject({ text: "Ünïcödé 🎈" });
  expect(message.includes(Buffer.from([0xef, 0xbb, 0xbf]))).toBe(false);
});

describe("the priority", () => {
  test.each([
    ["kern", "emerg", 0],
    ["user", "info", 14],
    ["authpriv", "err", 83],
    ["local7", "debug", 191],
    [16, "info", 134],
  ] as const)("of %s and %s is %i", (facility, severity, priority) => {
    expect(priorityOf(facility, severity)).toBe(priority);
  });

  test("has the 24 facilities of the RFC", () => {
    expect(facilities).toHaveLength(24);
  });
});
