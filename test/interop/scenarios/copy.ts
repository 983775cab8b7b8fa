import type { Scenario } from "../support/scenario.js";
import { folder } from "../support/tree.js";
import { format3, notebook, withoutIds } from "./sample-notebooks.js";

const root = "/api/contents";

export const copyScenarios: readonly Scenario[] = [
  {
    name: "copies get free names",
    files: {
      "a.ipynb": { json: notebook },
      "a.tar.gz": "x",
      "no-extension": "x",
      ".hidden.txt": "x",
      "sub/x": "x",
    },
    calls: [
      [`POST ${root}`, { copy_from: "a.ipynb" }],
      [`POST ${root}`, { copy_from: "a.ipynb" }],
      [`POST ${root}`, { copy_from: "a-Copy1.ipynb" }],
      [`POST ${root}`, { copy_from: "a.tar.gz" }],
      [`POST ${root}`, { copy_from: "a-Copy1.tar.gz" }],
      [`POST ${root}`, { copy_from: "no-extension" }],
      [`POST ${root}`, { copy_from: "no-extension-Copy1" }],
      ["POST sub", { copy_from: "a.ipynb" }],
      ["POST sub", { copy_from: "a.ipynb" }],
      ["POST sub", { copy_from: "a-Copy2.ipynb" }],
      ["POST sub", { copy_from: "/a.tar.gz" }],
      [`POST ${root}`, { copy_from: "sub/x" }],
      "GET a-Copy1.ipynb",
      "GET /api/contents",
    ],
  },
  {
    name: "copies of names that look like copies",
    files: {
      "a-Copy.txt": "x",
      "b-Copy12.txt": "x",
      "c-Copy1-Copy2.txt": "x",
      "d-Copy1.x.ipynb": { json: notebook },
      "-Copy1.txt": "x",
      "e-Copy1b.txt": "x",
    },
    calls: [
      ...[
        "a-Copy.txt",
        "b-Copy12.txt",
        "c-Copy1-Copy2.txt",
        "d-Copy1.x.ipynb",
        "-Copy1.txt",
        "e-Copy1b.txt",
      ].map((name) => [`POST ${root}`, { copy_from: name }] as const),
    ],
  },
  {
    name: "copying what cannot be copied, or to where it cannot go",
    files: { "a.txt": "a", ".hidden": "x", "broken.ipynb": "{", "b.txt": "b" },
    calls: [
      [`POST ${root}`, { copy_from: "missing.txt" }],
      [`POST ${root}`, { copy_from: ".hidden" }],
      [`POST ${root}`, { copy_from: "" }],
      [`POST ${root}`, { copy_from: null }],
      [`POST ${root}`, { copy_from: 1 }],
      [`POST ${root}`, { copy_from: "broken.ipynb" }],
      ["POST missing/folder", { copy_from: "a.txt" }],
      ["POST b.txt", { copy_from: "a.txt" }],
      ["POST new-name.txt", { copy_from: "a.txt" }],
      ["PUT c.txt", { copy_from: "a.txt" }],
      ["PUT c.txt", { copy_from: "" }],
    ],
  },
  {
    name: "copying folders",
    files: {
      "folder/a.txt": "a",
      "folder/b/c.txt": "c",
      "folder/a.ipynb": { json: notebook },
      "into/x": "x",
    },
    calls: [
      [`POST ${root}`, { copy_from: "folder" }],
      [`POST ${root}`, { copy_from: "folder" }],
      ["POST into", { copy_from: "folder" }],
      ["POST into", { copy_from: "folder" }],
    ],
  },
  {
    name: "copying a folder into itself",
    files: { "folder/a.txt": "a" },
    calls: [["POST folder", { copy_from: "folder" }]],
  },
  {
    name: "copying a folder to a new path",
    files: { "folder/a.txt": "a" },
    calls: [["POST new-folder", { copy_from: "folder" }]],
  },
  {
    name: "copying an empty folder and the root",
    files: { empty: folder },
    calls: [
      [`POST ${root}`, { copy_from: "empty" }],
      [`POST ${root}`, { copy_from: "/" }],
    ],
  },
  {
    name: "copying binary files and older notebooks",
    files: {
      "a.bin": Buffer.from([0xff, 0, 1]),
      "crlf.txt": "a\r\nb\r\n",
      "old.ipynb": { json: withoutIds },
      "older.ipynb": { json: format3 },
    },
    calls: ["a.bin", "crlf.txt", "old.ipynb", "older.ipynb"].map((name) => [
      `POST ${root}`,
      { copy_from: name },
    ]),
  },
];
