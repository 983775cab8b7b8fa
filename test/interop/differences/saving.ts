import type { Difference } from "../support/difference-table.js";

/** Saving and uploading. */
export const savingDifferences: readonly Difference[] = [
  {
    reason: "A status of 200 says that something was there, 201 that it is new: also of folders",
    scenario: "folders",
    call: /^PUT (new|\/api\/contents) \{"type":"directory"\}$/,
    at: "status",
    jupyter: "201",
    daybook: "200",
  },
  {
    reason: "A file that comes in chunks is there, and new, when its last chunk has come",
    scenario: /chunk/,
    at: "status",
    jupyter: /^20[01]$/,
    daybook: /^20[01]$/,
  },
  {
    reason: "A chunk that is not the next one would be put in the wrong place",
    scenario: "chunks out of turn",
    at: "status",
    jupyter: /^20[01]$/,
    daybook: /^409 /,
  },
  {
    reason: "Chunks are numbered 1, 2, .. and -1; Jupyter appends whatever another number may mean",
    scenario: "chunks with wrong fields",
    at: "status",
    jupyter: "200",
    daybook: /^400 .*"bad-chunk"/,
  },
  {
    reason:
      "What is not base64 is refused; Python skips what it does not know and stops at the first padding",
    scenario: "saving what is not base64",
    at: "status",
    jupyter: "201",
    daybook: /^400 .*"bad-format"/,
  },
  {
    reason: "The path of the request counts; the one in a model is not looked at, so it cannot be wrong",
    scenario: "saving to hidden and missing folders",
    call: /"path":"\.elsewhere"/,
    at: "status",
    jupyter: /^400 /,
    daybook: "201",
  },
];
