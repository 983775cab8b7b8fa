// node burst.js HANDLERS COUNT: records COUNT events in one turn that nobody waits for, and says "queued COUNT". It then
// stands still until a byte comes on standard input, so that all of them wait in the handlers when the next signal does.
import { readSync, writeSync } from "node:fs";
import { EventLog, FileHandler, HTTPHandler } from "daybook";
import { attempt, attemptSchema } from "./attempt.js";

const [handlers, count] = process.argv.slice(2);

function handlerOf({ class: name, filename, ...options }) {
  return name === "FileHandler" ? new FileHandler(filename, options) : new HTTPHandler(options);
}

const log = new EventLog({
  handlers: JSON.parse(handlers).map(handlerOf),
  allowedSchemas: [attemptSchema.$id],
  onProblem: (problem) => console.error(problem.message),
});
log.registerSchema(attemptSchema);

process.once("SIGTERM", () => {
  log.close().then(
    () => process.exit(0),
    (error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
});

for (let number = 1; number <= Number(count); number++) {
  log.recordEvent(attemptSchema.$id, attemptSchema.version, attempt("burst", number));
}
writeSync(1, `queued ${count}\n`);
readSync(0, Buffer.alloc(1));
// Nothing else keeps it alive until the signal comes.
setInterval(() => {}, 3600_000);
