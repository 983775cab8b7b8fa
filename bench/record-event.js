// recordEvent into NullHandler, against JSON.stringify of the same event.
import { EventLog, NullHandler } from "@daybook/eventlog";
import { large, nested, small } from "./support/events.js";
import { compare, report } from "./support/measure.js";

const log = new EventLog({
  handlers: [new NullHandler()],
  allowedSchemas: [small.schema.$id, nested.schema.$id, large.schema.$id],
});
for (const { schema } of [small, nested, large]) log.registerSchema(schema);
const denied = "example.org/bench/denied";
log.registerSchema({ ...small.schema, $id: denied });

let length = 0;
const stringify = (event) => () => {
  length += JSON.stringify(event).length;
};
const record = (schema, event) => () => {
  log.recordEvent(schema, 1, event);
};

const node24 = Number(process.versions.node.split(".")[0]) >= 24;
const row = (name, limit, schema, event, runs) => ({
  name,
  limit,
  tried:
    "functions compiled for each sequence of keys, rules checked while the line is written, the start of the line kept for a " +
    "millisecond, no copy for the validator. What is left is the check that no character of a string needs an escape, which " +
    "JSON.stringify of newer V8 does many characters at a time.",
  ...compare(record(schema, event), stringify(event), { runs }),
});
report([
  row(
    "`recordEvent` into NullHandler ÷ `JSON.stringify`, small event",
    node24 ? 1.1 : 0.8,
    small.schema.$id,
    small.event,
    200_000,
  ),
  row("the same, nested event", 1.2, nested.schema.$id, nested.event, 30_000),
  row("the same, large event (no limit set)", null, large.schema.$id, large.event, 2_000),
  {
    ...row(
      "an event whose schema is not allowed ÷ `JSON.stringify`, small event",
      0.05,
      denied,
      small.event,
      1_000_000,
    ),
    tried:
      "the schema that was asked for last is remembered, and one look at it decides. What is left is two comparisons and a count, " +
      "about 7 ns; JSON.stringify of newer V8 takes half of what it took.",
  },
]);
if (length === 0) throw new Error("nothing was measured");
