import type { Difference } from "../support/difference-table.js";

/** Files as they are: `/files`. */
export const filesDifferences: readonly Difference[] = [
  {
    reason: "A folder is no file, which is a wrong request rather than a forbidden one",
    call: /^GET \/files\//,
    at: "status",
    jupyter: /^403 /,
    daybook: /^400 .*"bad-type"/,
  },
  {
    reason: "Methods that no route has: 404 and 405 both refuse",
    call: "POST /files/a.txt",
    at: "status",
    jupyter: /^405 /,
    daybook: /^404 /,
  },
  {
    reason: "Scripts in files get an origin of their own, and nothing else",
    call: /^GET \/files\//,
    at: "header content-security-policy",
    daybook: "frame-ancestors 'self'; sandbox allow-scripts",
  },
  {
    reason: "Text is UTF-8, and we say so",
    call: /^GET \/files\//,
    at: "header content-type",
    daybook: /^text\/[\w-]+; charset=utf-8$/,
  },
  {
    reason: "Names of character sets have no case",
    call: /^GET \/files\//,
    at: "header content-disposition",
    jupyter: /^attachment; filename\*=utf-8''/,
    daybook: /^attachment; filename\*=UTF-8''/,
  },
  {
    reason: "Only who asks for a download gets one; Jupyter offers each notebook as one",
    call: "GET /files/a.ipynb",
    at: "header content-disposition",
    daybook: undefined,
  },
  {
    reason: "download=0 says no",
    call: "GET /files/a.txt?download=0",
    at: "header content-disposition",
    daybook: undefined,
  },
  {
    reason: "download alone says yes",
    call: "GET /files/a.txt?download=",
    at: "header content-disposition",
    jupyter: undefined,
  },
  {
    reason: "No route answers HEAD, which no client of the field sends: one way less around the guards",
    call: "HEAD /files/a.txt",
    at: "status",
    jupyter: "200",
    daybook: /^404 /,
  },
];
