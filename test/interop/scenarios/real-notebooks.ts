import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Json, Scenario } from "../support/scenario.js";

const folder = fileURLToPath(new URL("../../../../shared/data/notebooks", import.meta.url));
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".ipynb")) : [];

/** Notebooks that people wrote: what both servers make of their bytes. */
export const realNotebookScenarios: readonly Scenario[] =
  names.length === 0
    ? [{ name: "real notebooks", calls: [], skip: "the folder of real notebooks is absent" }]
    : names.sort().map((name) => {
        const path = encodeURIComponent(name);
        const save = (answers: readonly Json[]) => ({
          type: "notebook",
          format: "json",
          content: answers[0].content,
        });
        return {
          name: `the real notebook ${name} is read and saved`,
          files: { [name]: readFileSync(join(folder, name)), "done/x": "x" },
          calls: [
            `GET ${path}?type=notebook&content=1&hash=1`,
            [`PUT ${path}`, save],
            `POST ${path}/checkpoints`,
            [`PUT ${path}`, save],
            `GET ${path}?type=file&format=text`,
            `POST ${path}/checkpoints/checkpoint`,
            `GET ${path}?type=notebook&content=1&hash=1`,
            ["POST done", { copy_from: name }],
            [`PATCH ${path}`, { path: `done/renamed ${name}` }],
            "GET done",
          ],
        };
      });
