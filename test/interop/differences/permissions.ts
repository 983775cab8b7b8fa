import type { Difference } from "../support/difference-table.js";

/** Files and folders that not everybody may read or write. */
export const permissionsDifferences: readonly Difference[] = [
  {
    reason:
      "The checkpoint of a file that may only be read can be made and restored: replacing it needs its folder only",
    scenario: "files that may only be read",
    call: /^POST a\.txt\/checkpoints/,
    at: "status",
    jupyter: /^500 /,
    daybook: /^20[14]$/,
  },
  {
    reason: "To write to a file it need not be readable",
    scenario: "files that may not be read",
    call: /^PUT a\.txt/,
    at: "status",
    jupyter: /^403 /,
    daybook: "200",
  },

  {
    reason: "Folders that may not be read are there, so they are listed",
    scenario: "folders that may not be read",
    at: "body.content",
    jupyter: "[]",
  },
];
