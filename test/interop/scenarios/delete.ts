import type { Scenario } from "../support/scenario.js";
import { folder } from "../support/tree.js";

export const deleteScenarios: readonly Scenario[] = [
  {
    name: "deleting files and folders",
    files: {
      "a.txt": "a",
      ".ipynb_checkpoints/a-checkpoint.txt": "saved",
      "sub/inner.txt": "inner",
      empty: folder,
      "only checkpoints/.ipynb_checkpoints/x-checkpoint.txt": "x",
      "hidden only/.hidden": "x",
      ".hidden": "x",
      "link.txt": { link: "sub/inner.txt" },
      "link folder": { link: "sub" },
      "with/empty": folder,
      "a.ipynb": "{",
    },
    calls: [
      "DELETE a.txt",
      "DELETE a.txt",
      "DELETE a.ipynb",
      "DELETE sub",
      "DELETE empty",
      "DELETE only%20checkpoints",
      "DELETE hidden%20only",
      "DELETE with",
      "DELETE .hidden",
      "DELETE .ipynb_checkpoints",
      "DELETE missing/deeper",
      "DELETE link.txt",
      "DELETE /api/contents",
      "DELETE /api/contents/",
      ["DELETE sub/inner.txt", "", { "Content-Type": "application/json" }],
      "DELETE sub/",
      "GET /api/contents",
    ],
  },
  {
    name: "deleting a link to a folder",
    files: { "sub/inner.txt": "inner", link: { link: "sub" }, empty: folder, "to-empty": { link: "empty" } },
    calls: ["DELETE link", "DELETE to-empty"],
  },
];
