// Records events from any Node program, without a server:  node record.js
import { EventLog, FileHandler, InvalidEventError } from "daybook";

const log = new EventLog({
  handlers: [new FileHandler("event.log")],
  allowedSchemas: { "example.org/door": { allowedCategories: [] } },
});

log.registerSchema({
  $id: "example.org/door",
  version: 1,
  required: ["action"],
  properties: {
    action: { enum: ["open", "close"], categories: ["unrestricted"] },
    by: { type: "string", categories: ["personally-identifiable-information"] },
  },
});

// `by` is withheld: its category is not allowed.
log.recordEvent("example.org/door", 1, { action: "open", by: "Ada" });

try {
  log.recordEvent("example.org/door", 1, { action: "slam" });
} catch (error) {
  if (error instanceof InvalidEventError) console.log(error.message);
}

// Waits until the file has the event, and fails if it cannot.
await log.recordEventKept(
  "example.org/door",
  1,
  { action: "close" },
  { timestamp: "2026-11-23T18:00:00+01:00" },
);
await log.close();
