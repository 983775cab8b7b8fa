import type { Difference } from "../support/difference-table.js";

/** Renaming and moving. */
export const renamingDifferences: readonly Difference[] = [
  {
    reason: "The root cannot be renamed, nor anything take its place",
    scenario: "renaming what is missing, or to where it cannot go",
    at: "status",
    daybook: /^400 .*The root directory/,
  },
  {
    reason: "A rename needs a new path; Jupyter does nothing and answers 200",
    scenario: "renaming what is missing, or to where it cannot go",
    at: "status",
    jupyter: "200",
    daybook: /^400 .*'path'/,
  },
  {
    reason:
      "A folder is moved to a folder that exists; Jupyter makes those that are missing, for folders only",
    call: 'PATCH other {"path":"missing/other"}',
    at: "status",
    jupyter: "200",
    daybook: /^404 /,
  },
];
