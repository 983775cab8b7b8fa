import type { Call } from "./calls.js";

/** A terminal as jupyter_server_terminals 0.5 answers with it. */
const terminal = { name: "1", last_activity: "2026-11-24T18:24:01.126046Z" };

export const terminalActions: readonly Call[] = [
  {
    title: "a terminal looked up",
    call: "GET api/terminals/1 200",
    responseBody: terminal,
    event: { action: "get", id: "1" },
  },
  {
    title: "a terminal started",
    call: "POST api/terminals 200",
    requestBody: { cwd: "a" },
    responseBody: terminal,
    event: { action: "start", id: "1" },
  },
  {
    title: "a terminal stopped",
    call: "DELETE api/terminals/a%20b 204",
    event: { action: "stop", id: "a b" },
  },
];
