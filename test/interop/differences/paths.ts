import type { Difference } from "../support/difference-table.js";

/** Paths of the contents. */
export const pathsDifferences: readonly Difference[] = [
  {
    reason:
      "A slash at the end changes nothing; Jupyter redirects a GET, loses the token on the way, and refuses the rest",
    call: /^[A-Z]+ \S*\/(\?\S*)?( \{.*)?$/,
    at: "status",
    jupyter: /^(302|403|404)/,
    daybook: /^20[014]$/,
  },
  {
    reason: "The same, for what is not there in the end",
    call: /^GET (\.\.|\/api)\/$/,
    at: "status",
    jupyter: "302",
    daybook: /^404 /,
  },
  {
    reason: "One file has one path: '..' is never followed, not even where it stays below the root",
    call: / \S*\.\./,
    at: "status",
    daybook: /^404 .*'\.\.'/,
  },
  {
    reason: "One file has one path: '.' is no part of it",
    call: / (\S*\/)?\.(\/\S*)?$/,
    at: "status",
    jupyter: "200",
    daybook: /^400 .*'\.'/,
  },
  {
    reason: "One file has one path, and finds it: a slash that is doubled counts once",
    call: /^GET .*\/\//,
    at: "status",
    jupyter: /^404 <!DOCTYPE HTML>/,
    daybook: "200",
  },
  {
    reason: "One file has one path: a slash that is doubled counts once",
    call: 'PATCH sub/again.txt {"path":"sub//last.txt"}',
    at: /^(header location|body\.path)$/,
    jupyter: /sub\/\/last\.txt$/,
    daybook: /sub\/last\.txt$/,
  },
  {
    reason:
      "A file may be called 'checkpoints': the checkpoints of the root, which Jupyter would list, do not exist",
    scenario: 'the name "checkpoints"',
    at: /./,
  },
  {
    reason: "The root has no checkpoints; Jupyter lists none, as of anything that does not exist",
    call: "GET /api/contents/checkpoints",
    at: "status",
    jupyter: "200",
    daybook: /^404 /,
  },
  {
    reason: "Temporary names are short, so that every name that a file may have can be saved",
    scenario: "names that are too long",
    call: /^PUT n+\.\. \{"type":"notebook"/,
    at: "status",
    jupyter: /^500 /,
    daybook: "201",
  },
  {
    reason: "A link is shown as what it leads to; Jupyter shows the size and time of the link itself",
    scenario: "symbolic links",
    at: /(last_modified|last-modified|size)$/,
  },
  {
    reason: "The same, after another file of the folder was deleted",
    scenario: "deleting files and folders",
    at: "body.content.link folder.last_modified",
  },
  {
    reason: "Links that lead nowhere are not listed and not found",
    scenario: "symbolic links",
    at: /^(body\.content\.broken|status)$/,
    jupyter: /broken/,
  },
  {
    reason: "Deleting a link deletes the link, whatever it leads to",
    scenario: "deleting a link to a folder",
    at: "status",
    jupyter: /^(400|500) /,
    daybook: "204",
  },
  {
    reason: "Jupyter makes this folder already when it looks for checkpoints in it",
    at: /^disk (.*\/)?\.ipynb_checkpoints$/,
    jupyter: /^folder/,
    daybook: undefined,
  },
];
