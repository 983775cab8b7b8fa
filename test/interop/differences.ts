import type { Difference } from "./support/difference-table.js";

/**
 * Where Daybook answers otherwise than jupyter_server, on purpose, and why. Whatever differs and is not listed fails the
 * suite, and so does a row that nothing needs any more.
 */
export const differences: readonly Difference[] = [
  // Errors
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

  // Paths
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

  // Models
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

  // Making and copying
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
  // Saving
  {
    reason: "A status of 200 says that something was there, 201 that it is new: also of folders",
    scenario: "folders",
    call: /^PUT (new|\/api\/contents) \{"type":"directory"\}$/,
    at: "status",
    jupyter: "201",
    daybook: "200",
  },
  {
    reason: "A file that comes in chunks is there, and new, when its last chunk has come",
    scenario: /chunk/,
    at: "status",
    jupyter: /^20[01]$/,
    daybook: /^20[01]$/,
  },
  {
    reason: "A chunk that is not the next one would be put in the wrong place",
    scenario: "chunks out of turn",
    at: "status",
    jupyter: /^20[01]$/,
    daybook: /^409 /,
  },
  {
    reason: "Chunks are numbered 1, 2, .. and -1; Jupyter appends whatever another number may mean",
    scenario: "chunks with wrong fields",
    at: "status",
    jupyter: "200",
    daybook: /^400 .*"bad-chunk"/,
  },
  {
    reason:
      "What is not base64 is refused; Python skips what it does not know and stops at the first padding",
    scenario: "saving what is not base64",
    at: "status",
    jupyter: "201",
    daybook: /^400 .*"bad-format"/,
  },
  {
    reason: "The path of the request counts; the one in a model is not looked at, so it cannot be wrong",
    scenario: "saving to hidden and missing folders",
    call: /"path":"\.elsewhere"/,
    at: "status",
    jupyter: /^400 /,
    daybook: "201",
  },

  // Notebooks
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

  // Renaming
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

  // Checkpoints
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

  // Permissions
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

  // Files as they are
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

  // The server itself
  { reason: "The version is ours", call: /^GET \/api$/, at: "body.version" },
  {
    reason: "Times of the server's life have milliseconds",
    call: "GET /api/status",
    at: /^body\.(started|last_activity)$/,
    daybook: /\.\d{3}Z$/,
  },
  {
    reason: "Whoever holds the token is the person who runs the server; Jupyter invents a name",
    call: /^GET \/api\/me/,
    at: /^body\.identity\.(username|name|display_name|initials)$/,
  },
  {
    reason: "Nobody can change who they are here",
    call: /^GET \/api\/me/,
    at: "body.permissions.updatable_fields",
    daybook: undefined,
  },
  {
    reason: "Programs that have no token are refused; only browsers are sent to the login",
    call: "GET /files/a.txt",
    scenario: "callers without the token",
    at: "status",
    jupyter: "302",
    daybook: /^403 /,
  },
];
