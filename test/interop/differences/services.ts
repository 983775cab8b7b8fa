import type { Difference } from "../support/difference-table.js";
import { etagDifferences } from "./etags.js";

/** Kernels, sessions, terminals and what else is asked beside the contents. */
export const serviceDifferences: readonly Difference[] = [
  ...etagDifferences,
  {
    reason: "The wording of errors is ours: one shape, which says why in a word",
    at: "error",
  },
  {
    reason: "Jupyter's unhandled errors: we say what is wrong with the request",
    at: "status",
    jupyter: /^500 /,
    daybook: /^4\d\d /,
  },
  {
    reason: "The answers are JSON in UTF-8 in both; we say so, as proxies and old programs do not know",
    at: "header content-type",
    jupyter: /^application\/json(; charset=UTF-8)?$/,
    daybook: "application/json; charset=utf-8",
  },
  {
    reason: "Times have milliseconds, which is all that JavaScript knows",
    at: /(^|\.)(last_activity|started)$/,
    daybook: /\.\d{3}Z$/,
  },
  {
    reason: "How far a process has come meanwhile is chance",
    at: /\.execution_state$/,
    sometimes: true,
  },
  {
    reason: "A method that an address has not is answered as an address that is not there: both refuse",
    at: "status",
    jupyter: /^405 /,
    daybook: /^404 /,
  },
  {
    reason: "An address ends without a slash; Jupyter redirects, and loses the token on the way",
    call: /^GET \/api\/\w+\/$/,
    at: "status",
    jupyter: "302",
    daybook: /^404 /,
  },

  // Kernels and sessions
  {
    reason: "A path is a string: anything else is a mistake that we report",
    call: 'POST /api/kernels {"name":"test","path":7}',
    at: "status",
    jupyter: "201",
    daybook: /^400 .*must be a string/,
  },
  {
    reason: "The same: so there is no kernel to end",
    scenario: "kernels that cannot be started",
    call: "DELETE /api/kernels/{6.id}",
    at: "status",
    jupyter: "204",
    daybook: /^404 /,
  },
  {
    reason: "No kernel is none to change to",
    call: /^PATCH \/api\/sessions\/\{0\.id\} \{"kernel":null\}$/,
    at: "status",
    jupyter: /^500 /,
    daybook: "200",
  },
  {
    reason: "A session without a name has an empty one, as front ends take only text for a name",
    at: /^body\.(notebook\.)?name$/,
    jupyter: null,
    daybook: "",
  },

  // Terminals
  {
    reason: "What is no name of a terminal is a mistake; Jupyter starts some that no address can name",
    scenario: "terminals that are asked for wrongly",
    at: "status",
    jupyter: "200",
    daybook: /^400 /,
  },

  // Files: of kernelspecs, as they are, and on a page
  {
    reason: "JavaScript has the MIME type of RFC 9239, and is text",
    call: "GET /kernelspecs/test/kernel.js",
    at: "header content-type",
    jupyter: "application/javascript",
    daybook: "text/javascript; charset=utf-8",
  },
  {
    reason: "A script that was changed is fetched again",
    call: "GET /kernelspecs/test/kernel.js",
    at: "header cache-control",
    jupyter: undefined,
    daybook: "no-cache",
  },
  {
    reason: "What is outside of a kernelspec is not there",
    call: "GET /kernelspecs/test/..%2F..%2Fx",
    at: "status",
    jupyter: /^403 /,
    daybook: /^404 /,
  },
  {
    reason: "Each answer may do no more than it must, and we collect no reports of browsers",
    at: "header content-security-policy",
    daybook: /^(frame-ancestors 'self'; sandbox allow-scripts|default-src 'none'; .*)$/,
  },
  {
    reason: "Text is UTF-8, and we say so",
    call: /^GET \/(files|view)\//,
    at: "header content-type",
    daybook: /^text\/[\w-]+; charset=utf-8$/,
  },
  {
    reason: "Names of character sets have no case",
    call: "GET /files/a.html?download=1",
    at: "header content-disposition",
    daybook: /^attachment; filename\*=UTF-8''/,
  },
  {
    reason: "Only who asks for a download gets one; Jupyter offers each notebook as one",
    call: "GET /files/a.ipynb",
    at: "header content-disposition",
    daybook: undefined,
  },
  {
    reason: "A folder is no file, which is a wrong request",
    call: /^GET \/(files|view)\/sub$/,
    at: "status",
    jupyter: /^40[34] /,
    daybook: /^400 .*"bad-type"/,
  },
  {
    reason: "The page around a file is our own",
    call: "GET /view/a.html",
    at: /^(body|header content-length)$/,
  },

  // What else is asked
  {
    reason: "nbconvert is a Python program: there are no formats to export to",
    call: "GET /api/nbconvert",
    at: /^body\.\w+$/,
    daybook: undefined,
  },
  {
    reason: "Whoever holds the token is the person who runs the server; Jupyter invents a name",
    call: "GET /api/me",
    at: /^body\.identity\.(username|name|display_name|initials)$/,
  },
  {
    reason: "Nobody can change who they are here",
    call: "GET /api/me",
    at: "body.permissions.updatable_fields",
    daybook: undefined,
  },
];
