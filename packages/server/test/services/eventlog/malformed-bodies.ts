/** Bodies that `POST /api/eventlog` must refuse with 400, and a part of the message that says why. */
const schema = "hub.jupyter.org/server-action";
const event = { action: "start", username: "ada", servername: "" };
const good = { schema, version: 1, event };

const text = (value: unknown): string => JSON.stringify(value);
const without = (name: string): string =>
  text(Object.fromEntries(Object.entries(good).filter(([key]) => key !== name)));
const withEvent = (changed: unknown): string => text({ ...good, event: changed });
const nested = (open: string, close: string, levels: number): string =>
  open.repeat(levels) + close.repeat(levels);

export const malformedBodies: readonly (readonly [
  name: string,
  body: string | Uint8Array,
  message: string,
])[] = [
  // no JSON
  ["empty", "", "must be a JSON object"],
  ["white space", "  \n\t", "not JSON"],
  ["a word", "hello", "not JSON"],
  ["cut off", text(good).slice(0, -1), "not JSON"],
  ["cut off in a string", text(good).slice(0, 12), "not JSON"],
  ["two values", text(good) + text(good), "not JSON"],
  ["lines of JSON", `${text(good)}\n${text(good)}`, "not JSON"],
  ["trailing comma", text(good).replace(/}$/, ",}"), "not JSON"],
  ["single quotes", text(good).replaceAll('"', "'"), "not JSON"],
  ["unquoted keys", "{schema: 1}", "not JSON"],
  ["a comment", `/* no */ ${text(good)}`, "not JSON"],
  ["NaN", `{"schema": NaN}`, "not JSON"],
  ["Infinity", `{"schema": Infinity}`, "not JSON"],
  ["undefined", "undefined", "not JSON"],
  ["a leading zero", `{"version": 01}`, "not JSON"],
  ["a line break in a string", '{"schema": "a\nb"}', "not JSON"],
  ["a bad escape", '{"schema": "\\x"}', "not JSON"],
  ["a byte order mark inside", `{"schema"\uFEFF: 1}`, "not JSON"],
  ["a form", `schema=${schema}&version=1`, "not JSON"],
  ["XML", "<event/>", "not JSON"],
  ["YAML", `schema: ${schema}\nversion: 1\n`, "not JSON"],
  ["Latin-1", Uint8Array.from([0x7b, 0x22, 0xe4, 0x22, 0x3a, 0x31, 0x7d]), "not UTF-8"],
  ["UTF-16", Uint8Array.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), "not UTF-8"],
  ["an overlong encoding", Uint8Array.from([0x22, 0xc0, 0xaf, 0x22]), "not UTF-8"],
  ["a cut off character", Uint8Array.from([0x22, 0xe2, 0x82]), "not UTF-8"],
  ["NUL bytes", Uint8Array.from([0, 0, 0]), "not JSON"],
  ["arrays without end", nested("[", "]", 100_000), "nested deeper"],
  ["objects without end", nested('{"a":', "}", 50_000), "nested deeper"],
  // no object
  ["null", "null", "must be a JSON object"],
  ["true", "true", "must be a JSON object"],
  ["a number", "1", "must be a JSON object"],
  ["a string", '"event"', "must be a JSON object"],
  ["an array", text([good]), "must be a JSON object"],
  // fields
  ["no fields", "{}", "'schema' is a required field"],
  ["no schema", without("schema"), "'schema' is a required field"],
  ["no version", without("version"), "'version' is a required field"],
  ["no event", without("event"), "'event' is a required field"],
  ["fields in capitals", text({ SCHEMA: schema, VERSION: 1, EVENT: event }), "'schema' is a required field"],
  [
    "the fields of /api/events",
    text({ schema_id: schema, version: "1", data: event }),
    "'schema' is a required field",
  ],
  ["fields that are only inherited", `{"__proto__": ${text(good)}}`, "'schema' is a required field"],
  ["schema null", text({ ...good, schema: null }), "'schema' must be a string"],
  ["schema a number", text({ ...good, schema: 7 }), "'schema' must be a string"],
  ["schema a list", text({ ...good, schema: [schema] }), "'schema' must be a string"],
  ["version null", text({ ...good, version: null }), "'version' must be"],
  ["version true", text({ ...good, version: true }), "'version' must be"],
  ["version a list", text({ ...good, version: [1] }), "'version' must be"],
  ["event null", withEvent(null), "'event' must be an object"],
  ["event a string", withEvent("start"), "'event' must be an object"],
  ["event a list", withEvent([event]), "'event' must be an object"],
  ["event as JSON in a string", withEvent(text(event)), "'event' must be an object"],
  ["timestamp null", text({ ...good, timestamp: null }), "'timestamp' must be"],
  ["timestamp a number", text({ ...good, timestamp: 1_700_000_000 }), "'timestamp' must be"],
  ["timestamp a day", text({ ...good, timestamp: "2026-11-23" }), "'timestamp'"],
  ["timestamp without zone", text({ ...good, timestamp: "2026-11-23T06:39:42" }), "'timestamp'"],
  ["timestamp of no day", text({ ...good, timestamp: "2026-02-30T06:39:42Z" }), "'timestamp'"],
  ["timestamp of no hour", text({ ...good, timestamp: "2026-02-20T25:39:42Z" }), "'timestamp'"],
  ["timestamp in words", text({ ...good, timestamp: "yesterday" }), "'timestamp'"],
  // schemas
  ["an empty schema id", text({ ...good, schema: "" }), "not registered"],
  ["an unknown schema", text({ ...good, schema: "example.org/other" }), "not registered"],
  ["a schema id with a space", text({ ...good, schema: `${schema} ` }), "not registered"],
  ["a schema named __proto__", text({ ...good, schema: "__proto__" }), "not registered"],
  ["a schema named constructor", text({ ...good, schema: "constructor" }), "not registered"],
  ["an unknown version", text({ ...good, version: 2 }), "no version 2"],
  ["a version with a point", text({ ...good, version: "1.0" }), "no version 1.0"],
  ["an empty version", text({ ...good, version: "" }), "no version"],
  ["a version named __proto__", text({ ...good, version: "__proto__" }), "no version"],
  // events
  ["an empty event", withEvent({}), "must have required property"],
  ["an action that is none", withEvent({ ...event, action: "explode" }), "/action must be equal"],
  ["an action of another type", withEvent({ ...event, action: 1 }), "/action"],
  ["a user name that is null", withEvent({ ...event, username: null }), "/username must be string"],
  ["a server name that is a list", withEvent({ ...event, servername: [] }), "/servername must be string"],
  ["an event that writes the capsule", withEvent({ ...event, __timestamp__: "2020" }), "__timestamp__"],
  ["an event that names its schema", withEvent({ ...event, __schema__: "x" }), "__schema__"],
  [
    "required properties that are only inherited",
    `{"schema":"${schema}","version":1,"event":{"__proto__":${text(event)}}}`,
    "required property",
  ],
  [
    "an event nested too deep",
    withEvent({ ...event, deep: JSON.parse(nested("[", "]", 150)) }),
    "nested deeper",
  ],
];
