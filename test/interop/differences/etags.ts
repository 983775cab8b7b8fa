import type { Difference } from "../support/difference-table.js";

/** What says whether an answer is the one that a client has already: in both suites. */
export const etagDifferences: readonly Difference[] = [
  {
    reason: "What changes all the time gets no ETag: to make one costs a hash, and no client asks with it",
    call: /^GET (\/api(\/|$)|\/view\/|[^/])/,
    at: "header etag",
    jupyter: "some",
    daybook: undefined,
  },
  {
    reason: "Files as they are have one, so that a browser need not fetch again what has not changed",
    call: /^GET \/files\//,
    at: "header etag",
    jupyter: undefined,
    daybook: "some",
  },
];
