import type { Difference } from "../support/difference-table.js";

/** Notebooks, on disk and saved. */
export const notebooksDifferences: readonly Difference[] = [
  {
    reason:
      "A damaged notebook is shown as far as it goes, with a message: to refuse would hide somebody's work",
    scenario: /^a notebook on disk: /,
    at: "status",
    jupyter: /^(400|500) /,
    daybook: "200",
  },
  {
    reason: "A damaged notebook is saved, with a message: to refuse would lose somebody's work",
    scenario: /^a notebook that is saved: /,
    at: "status",
    jupyter: /^500 /,
    daybook: /^20[01]$/,
  },
  {
    reason:
      "Formats 1 and 2 are of before 2012 and are reported; Jupyter takes what names no format for format 1",
    scenario: /: (a format of [12]|without a version)$/,
    at: "status",
    jupyter: /^20[01]$/,
    daybook: /^400 .*"unreadable-notebook"/,
  },
  {
    reason: "A notebook without a list of cells cannot be shown; to save it would replace one that can",
    scenario: /: cells of a wrong type$/,
    at: "status",
    jupyter: /^20[01]$/,
    daybook: /^400 .*"unreadable-notebook"/,
  },
  {
    reason:
      "What is saved has format 4, as what is read: Jupyter writes a format 3 that a client sends as it is",
    scenario: "a notebook that is saved: format 3 as it is",
    at: /^(body\.size|disk .*\(bytes\))$/,
  },
  {
    reason:
      "What is signed is what is written; Jupyter signs before it mends ids, and does not know its own file",
    scenario: "a notebook that is saved: two cells of one id",
    at: /^body\.content\.cells\[\d+\]\.metadata\.trusted$/,
    jupyter: "false",
    daybook: "true",
  },
];
