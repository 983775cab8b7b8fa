import type { Difference } from "../support/difference-table.js";

/** The server itself, and who calls it. */
export const serverDifferences: readonly Difference[] = [
  { reason: "The version is ours", call: /^GET \/api$/, at: "body.version" },
  {
    reason: "Times of the server's life have milliseconds",
    call: "GET /api/status",
    at: /^body\.(started|last_activity)$/,
    daybook: /\.\d{3}Z$/,
  },
  {
    reason: "Whoever holds the token is the person who runs the server; Jupyter invents a name",
    call: /^GET \/api\/me/,
    at: /^body\.identity\.(username|name|display_name|initials)$/,
  },
  {
    reason: "Nobody can change who they are here",
    call: /^GET \/api\/me/,
    at: "body.permissions.updatable_fields",
    daybook: undefined,
  },
  {
    reason: "Programs that have no token are refused; only browsers are sent to the login",
    call: "GET /files/a.txt",
    scenario: "callers without the token",
    at: "status",
    jupyter: "302",
    daybook: /^403 /,
  },
];
