import type { Difference } from "../support/difference-table.js";

/** Checkpoints. */
export const checkpointsDifferences: readonly Difference[] = [
  {
    reason: "The time of a checkpoint is when it was made, not when its file was changed last",
    call: /\/checkpoints$/,
    at: /^body(\[0\])?\.last_modified$/,
    jupyter: "2020-02-03T04:05:06.500000Z",
    daybook: "now",
  },
  {
    reason: "A file that was restored has changed: it gets the time of now, so that other programs see it",
    scenario: /^(checkpoints (follow|are made|that other)|files that may|a saved notebook)/,
    call: /^(GET|PATCH) /,
    at: /^(header last-modified|body\.last_modified)$/,
    daybook: "now",
  },
  {
    reason: "What does not exist, or is hidden, has no checkpoints, not even none",
    call: /^GET .*\/checkpoints$/,
    at: "status",
    jupyter: "200",
    daybook: /^404 /,
  },
  {
    reason: "Hidden files cannot be changed, nor their checkpoints",
    scenario: "checkpoints of what is missing, a folder or hidden",
    call: /\.hidden\/checkpoints/,
    at: "status",
    jupyter: /^20[14]$/,
    daybook: /^400 .*"hidden"/,
  },
  {
    reason: "A checkpoint belongs to a file: that of a file which is gone does not bring it back",
    scenario: "checkpoints that other programs left",
    call: "POST gone/x.txt/checkpoints/checkpoint",
    at: "status",
    jupyter: "204",
    daybook: /^404 /,
  },
];
