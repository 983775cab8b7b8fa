import type { Difference } from "../support/difference-table.js";

/** What is shown of files, notebooks and folders. */
export const modelsDifferences: readonly Difference[] = [
  {
    reason:
      "Listings are sorted by name; Jupyter's have the file system's order, which differs from disk to disk",
    at: /^order of body\.content$/,
    sometimes: true,
  },
  {
    reason: "The answers are JSON in UTF-8 in both; we say so, as proxies and old programs do not know",
    at: "header content-type",
    jupyter: "application/json",
    daybook: "application/json; charset=utf-8",
  },
  {
    reason: "MIME types come from each side's own table; Python's even differs from machine to machine",
    scenario: "MIME types by name",
    at: /\.mimetype$/,
    sometimes: true,
  },
  {
    reason: "The same, for extensions that other scenarios use",
    at: /^(body\.mimetype|body\.content\..*(\.tar\.gz|\.dll)\.mimetype)$/,
    jupyter: /^(application\/x-(tar|msdos-program|python-code)|text\/x-sh)$/,
  },
  {
    reason: "A notebook that is asked for as a file has a notebook's MIME type, which Python does not know",
    at: "body.mimetype",
    jupyter: /^(null|text\/plain|application\/octet-stream)$/,
    daybook: "application/x-ipynb+json",
  },
  {
    reason: "Base64 comes on one line; Python breaks it",
    at: "lines of body.content",
  },
  {
    reason:
      "Messages about damaged notebooks say what is wrong and where, and repeat nothing of the notebook",
    at: "body.message",
    jupyter: /^Notebook validation failed: /,
    daybook: /^Notebook validation failed: /,
  },
  {
    reason: "Folders have no hash, also where one is asked for",
    call: /^GET sub\?.*hash=1/,
    at: "status",
    jupyter: /^500 .*Keys unexpectedly None/,
    daybook: "200",
  },
  {
    reason: "Front ends ask for a notebook with the format that its model has, 'json'",
    scenario: "get with wrong parameters",
    call: /format=json/,
    at: "status",
    jupyter: /^400 /,
    daybook: "200",
  },
];
