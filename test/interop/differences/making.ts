import type { Difference } from "../support/difference-table.js";

/** Making and copying files and folders. */
export const makingDifferences: readonly Difference[] = [
  {
    reason: "An extension is for files; Jupyter puts it after the name of a folder too",
    scenario: "untitled folders with an extension",
    at: /./,
  },
  {
    reason: "An extension without its dot gets one",
    scenario: "untitled files of odd extensions",
    call: /\{"ext":"(py| )"\}$/,
    at: /./,
  },
  {
    reason: "An extension is no path",
    scenario: "untitled files of odd extensions",
    at: "status",
    jupyter: /^404 /,
    daybook: /^400 .*"bad-path"/,
  },
  {
    reason: "No extension may be written as null",
    scenario: "untitled files of odd extensions",
    call: /"ext":null/,
    at: "status",
    jupyter: /^500 /,
    daybook: "201",
  },
  {
    reason: "Types and extensions are strings: anything else is a mistake that we report",
    scenario: /^untitled (files of odd extensions|things of odd types)$/,
    at: "status",
    jupyter: "201",
    daybook: /^400 .*must be a string/,
  },
  {
    reason: "A model is an object; Jupyter takes an empty list for none",
    call: "POST /api/contents []",
    at: "status",
    jupyter: "201",
    daybook: /^400 /,
  },
  {
    reason: "A copy of a copy continues the numbers, also where the name has no extension",
    call: 'POST /api/contents {"copy_from":"no-extension-Copy1"}',
    at: /./,
  },
  {
    reason: "Something is left of every name; Jupyter makes a hidden '.txt' and then cannot show it",
    call: 'POST /api/contents {"copy_from":"-Copy1.txt"}',
    at: "status",
    jupyter: /^404 /,
    daybook: "201",
  },
  {
    reason: "A copy has the bytes of the original; Jupyter reads notebooks and writes them again",
    call: /"copy_from":"[^"]*\.ipynb"/,
    at: /^(body\.size|disk .*\.ipynb \(bytes\))$/,
  },
  {
    reason: "The same: so also what is no notebook can be copied",
    call: 'POST /api/contents {"copy_from":"broken.ipynb"}',
    at: "status",
    jupyter: /^400 .*Unreadable Notebook/,
    daybook: "201",
  },
  {
    reason:
      "A copy has the permissions of the original: what was private stays so, what could be run still can",
    call: /"copy_from"/,
    at: /^(body\.writable|disk (?!.*\(bytes\)).*)$/,
    jupyter: /^(true|file 644)$/,
    daybook: /^(false|file \d+)$/,
  },
  {
    reason:
      "A folder is not copied into itself; Jupyter copies what it has copied, and the root into its own root",
    scenario: /^copying (a folder into itself|an empty folder and the root)$/,
    call: /"copy_from":"(folder|\/)"/,
    at: /^(status|disk .*)$/,
  },
  {
    reason:
      "A copy to a new path is at that path, as a file's; Jupyter makes a folder there and puts the copy into it",
    scenario: "copying a folder to a new path",
    at: /^(header location|body\.(name|path)|disk .*)$/,
  },
  {
    reason: "A copy of a folder is new",
    scenario: "copying an empty folder and the root",
    call: /"copy_from":"empty"/,
    at: /last.modified$/,
  },
];
