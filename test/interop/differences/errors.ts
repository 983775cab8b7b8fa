import type { Difference } from "../support/difference-table.js";

/** Errors, of whatever service. */
export const errorsDifferences: readonly Difference[] = [
  {
    reason:
      "The wording of errors is ours: one shape, API paths instead of the host's, nothing of a file quoted",
    at: "error",
  },
  {
    reason: "Jupyter's unhandled errors: we say what is wrong with the request",
    at: "status",
    jupyter: /^500 /,
    daybook: /^4\d\d /,
  },
  {
    reason: "A NUL in a path is a malformed request, not a missing file",
    scenario: "paths that lead out of the root",
    at: "status",
    jupyter: /^404 .*is not a valid path/,
    daybook: /^400 .*"bad-path"/,
  },
  {
    reason: "A path that is not properly encoded is a malformed request, not a missing file",
    scenario: "paths that are not properly encoded",
    at: "status",
    jupyter: /^404 /,
    daybook: /^400 /,
  },
  {
    reason: "Making something in what is not a folder: it is there, but of the wrong type",
    at: "status",
    jupyter: /^404 .*No such directory/,
    daybook: /^400 .*"bad-type"/,
  },
  {
    reason: "Hidden folders are refused as such, where Jupyter says they are missing, after writing to them",
    scenario: /^posting (to what is not a|in a hidden) folder$/,
    at: "status",
    jupyter: /^404 /,
    daybook: /^400 .*"hidden"/,
  },
  {
    reason: "Folders that may not be read are there: Jupyter takes them for hidden",
    scenario: "folders that may not be read",
    at: "status",
    jupyter: /^40[04] /,
    daybook: /^403 /,
  },
  {
    reason:
      "Methods that no route has: 404 and 405 both refuse; nothing is served to other origins by default",
    scenario: "methods that are not there",
    call: /^(OPTIONS|HEAD|TRACE) /,
    at: "status",
    daybook: /^404 /,
  },
];
