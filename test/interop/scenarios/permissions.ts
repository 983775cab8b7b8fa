import type { Scenario } from "../support/scenario.js";
import { permissionsHold } from "../support/server-process.js";
import { folder } from "../support/tree.js";
import { notebook } from "./sample-notebooks.js";

const skip = permissionsHold ? undefined : "the servers run as root and cannot give up its privileges";
const text = { type: "file", format: "text", content: "new" };

export const permissionScenarios: readonly Scenario[] = [
  {
    name: "files that may only be read",
    skip,
    files: {
      "a.txt": { mode: 0o444, of: "old" },
      "a.ipynb": { mode: 0o444, of: { json: notebook } },
      "free.txt": "x",
    },
    calls: [
      "GET a.txt",
      "GET a.ipynb",
      "GET /api/contents",
      ["PUT a.txt", text],
      ["PUT a.txt", { ...text, chunk: 1 }],
      ["PUT a.ipynb", { type: "notebook", format: "json", content: notebook }],
      "POST a.txt/checkpoints",
      "POST a.txt/checkpoints/checkpoint",
      ["POST /api/contents", { copy_from: "a.txt" }],
      ["PATCH a.txt", { path: "b.txt" }],
      "DELETE b.txt",
      "DELETE a.ipynb",
    ],
  },
  {
    name: "files that may not be read",
    skip,
    files: { "a.txt": { mode: 0o200, of: "old" }, "a.ipynb": { mode: 0, of: { json: notebook } } },
    calls: [
      "GET a.txt",
      "GET a.txt?content=0",
      "GET a.txt?content=0&hash=1",
      "GET a.ipynb",
      "GET /api/contents",
      "POST a.txt/checkpoints",
      ["POST /api/contents", { copy_from: "a.txt" }],
      ["PUT a.txt", text],
      ["PUT a.ipynb", { type: "notebook", format: "json", content: notebook }],
      "GET /files/a.ipynb",
    ],
  },
  {
    name: "folders that may only be read",
    skip,
    files: { "sub/a.txt": "a", sub: { mode: 0o555, of: folder } },
    calls: [
      "GET sub",
      "GET sub/a.txt",
      ["PUT sub/a.txt", text],
      ["PUT sub/new.txt", text],
      ["PUT sub/new", { type: "directory" }],
      ["POST sub", { type: "file" }],
      ["POST sub", { type: "directory" }],
      ["PATCH sub/a.txt", { path: "a.txt" }],
      "DELETE sub/a.txt",
      "GET sub/a.txt",
    ],
  },
  {
    name: "folders that may not be read",
    skip,
    files: {
      "sub/a.txt": "a",
      sub: { mode: 0o300, of: folder },
      "shut/a.txt": "a",
      shut: { mode: 0, of: folder },
    },
    calls: [
      "GET sub",
      "GET sub/a.txt",
      "GET shut",
      "GET shut/a.txt",
      "GET /api/contents",
      "DELETE sub",
      "DELETE shut",
    ],
  },
  {
    name: "permissions are kept",
    files: {
      "run.sh": { mode: 0o755, of: "x" },
      "private.txt": { mode: 0o600, of: "x" },
      "private.ipynb": { mode: 0o640, of: { json: notebook } },
    },
    calls: [
      ["PUT run.sh", text],
      ["PUT private.txt", text],
      ["PUT private.ipynb", { type: "notebook", format: "json", content: notebook }],
      "POST run.sh/checkpoints",
      "POST private.txt/checkpoints",
      "POST private.txt/checkpoints/checkpoint",
      ["POST /api/contents", { copy_from: "run.sh" }],
      ["POST /api/contents", { copy_from: "private.ipynb" }],
      ["PUT new.txt", text],
      ["PUT new%20folder", { type: "directory" }],
    ],
  },
];
