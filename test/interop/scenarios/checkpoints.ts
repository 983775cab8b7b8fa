import type { Scenario } from "../support/scenario.js";
import { folder } from "../support/tree.js";
import { notebook } from "./sample-notebooks.js";

const files = {
  "a.txt": "a",
  "a.ipynb": { json: notebook },
  "sub/inner.tar.gz": "x",
  README: "x",
  empty: folder,
};

export const checkpointScenarios: readonly Scenario[] = [
  {
    name: "checkpoints are made, listed, restored and deleted",
    files,
    calls: ["a.txt", "a.ipynb", "sub/inner.tar.gz", "README"].flatMap((path) => [
      `GET ${path}/checkpoints`,
      `POST ${path}/checkpoints`,
      `GET ${path}/checkpoints`,
      [`PUT ${path}`, { type: "file", format: "text", content: "changed" }] as const,
      `POST ${path}/checkpoints/checkpoint`,
      `GET ${path}`,
      `POST ${path}/checkpoints`,
      `DELETE ${path}/checkpoints/checkpoint`,
      `GET ${path}/checkpoints`,
    ]),
  },
  {
    name: "checkpoints of what is missing, a folder or hidden",
    files: { ...files, ".hidden": "x" },
    calls: ["missing.txt", "missing/deeper.txt", "empty", "sub", ".hidden", "/api/contents"].flatMap(
      (path) => [
        `GET ${path}/checkpoints`,
        `POST ${path}/checkpoints`,
        `POST ${path}/checkpoints/checkpoint`,
        `DELETE ${path}/checkpoints/checkpoint`,
      ],
    ),
  },
  {
    name: "checkpoints that are not there",
    files,
    calls: [
      "POST a.txt/checkpoints/checkpoint",
      "DELETE a.txt/checkpoints/checkpoint",
      "POST a.txt/checkpoints",
      "POST a.txt/checkpoints/other",
      "DELETE a.txt/checkpoints/other",
      "POST a.txt/checkpoints/..",
      "DELETE a.txt/checkpoints/..%2Fx",
      "GET a.txt/checkpoints/",
      "GET a.txt/checkpoints",
    ],
  },
  {
    name: "checkpoints that other programs left",
    files: {
      "a.txt": "now",
      ".ipynb_checkpoints/a-checkpoint.txt": "then",
      "gone/.ipynb_checkpoints/x-checkpoint.txt": "then",
      "b.txt": "b",
      ".ipynb_checkpoints/b-checkpoint.txt/folder": "x",
    },
    calls: [
      "GET a.txt/checkpoints",
      "POST a.txt/checkpoints/checkpoint",
      "GET a.txt",
      "GET gone/x.txt/checkpoints",
      "POST gone/x.txt/checkpoints/checkpoint",
      "GET gone/x.txt",
      "GET b.txt/checkpoints",
    ],
  },
  {
    name: "a saved notebook has a checkpoint",
    calls: [
      ["PUT a.ipynb", { type: "notebook", format: "json", content: notebook }],
      "GET a.ipynb/checkpoints",
      ["PUT a.ipynb", { type: "notebook", format: "json", content: { ...notebook, cells: [] } }],
      "POST a.ipynb/checkpoints/checkpoint",
      "GET a.ipynb",
      "DELETE a.ipynb",
      "GET a.ipynb/checkpoints",
    ],
  },
];
