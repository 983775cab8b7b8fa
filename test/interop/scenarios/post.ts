import type { Call, Scenario } from "../support/scenario.js";

export const postScenarios: readonly Scenario[] = [
  {
    name: "untitled things of each type, twice",
    files: { "sub/x": "x" },
    calls: ["/api/contents", "/api/contents/", "sub", "sub"].flatMap((folder): Call[] => [
      [`POST ${folder}`, { type: "notebook" }],
      [`POST ${folder}`, { type: "file" }],
      [`POST ${folder}`, { type: "directory" }],
      [`POST ${folder}`, {}],
      `POST ${folder}`,
    ]),
  },
  {
    name: "untitled files of each extension",
    calls: [".txt", ".py", ".ipynb", ".tar.gz", "", "..", ".", ".ü", "x".repeat(300)].flatMap(
      (ext): Call[] => [
        ["POST /api/contents", { ext }],
        ["POST /api/contents", { type: "file", ext }],
        ["POST /api/contents", { type: "notebook", ext }],
      ],
    ),
  },
  {
    name: "untitled folders with an extension",
    calls: [".txt", "", ".ipynb", "/x"].map((ext) => ["POST /api/contents", { type: "directory", ext }]),
  },
  {
    name: "untitled files of odd extensions",
    calls: ["py", " ", "/x", "../x", "x/../../y", ".a/b", null, 1].flatMap((ext): Call[] => [
      ["POST /api/contents", { ext }],
      ["POST /api/contents", { type: "notebook", ext }],
    ]),
  },
  {
    name: "untitled things of odd types",
    calls: [
      ["POST /api/contents", { type: "wrong" }],
      ["POST /api/contents", { type: "" }],
      ["POST /api/contents", { type: null }],
      ["POST /api/contents", { type: 1 }],
      ["POST /api/contents", { type: [] }],
      ["POST /api/contents", { type: "notebook", further: 1 }],
      ["POST /api/contents", { name: "mine.txt", path: "mine.txt", content: "x", type: "file" }],
    ],
  },
  {
    name: "posting to what is not a folder",
    files: { "a.txt": "a" },
    calls: [
      ["POST a.txt", { type: "file" }],
      ["POST missing", { type: "file" }],
      ["POST missing/deeper", { type: "notebook" }],
      ["POST .hidden", { type: "file" }],
      ["POST a.txt/below", { type: "file" }],
      ["POST a.txt", { copy_from: "a.txt" }],
    ],
  },
  {
    name: "posting in a hidden folder",
    files: { ".hidden/x": "x" },
    calls: [
      ["POST .hidden", { type: "file" }],
      ["POST .hidden", { type: "directory" }],
      ["POST .hidden", { copy_from: ".hidden/x" }],
    ],
  },
  {
    name: "bodies that are no models",
    files: { "a.txt": "a" },
    calls: [
      ["POST /api/contents", "{"],
      ["POST /api/contents", "[]"],
      ["POST /api/contents", "[1]"],
      ["POST /api/contents", "null"],
      ["POST /api/contents", "1"],
      ["POST /api/contents", '"text"'],
      ["POST /api/contents", " "],
      ["POST /api/contents", Buffer.from([0xff, 0xfe])],
      ["PUT a.txt", "{"],
      ["PUT a.txt", "[1]"],
      ["PUT a.txt", "1"],
      ["PATCH a.txt", "{"],
      ["PATCH a.txt", "[1]"],
      ["PATCH a.txt", "1"],
      ["PATCH a.txt", ""],
      ["PATCH a.txt", "null"],
    ],
  },
  {
    name: "bodies whatever their content type says",
    calls: ["text/plain;charset=UTF-8", "application/json", "application/x-www-form-urlencoded", "x"].map(
      (type): Call => ["POST /api/contents", { type: "file", ext: ".txt" }, { "Content-Type": type }],
    ),
  },
];
