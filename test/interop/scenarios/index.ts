import type { Scenario } from "../support/scenario.js";
import { checkpointScenarios } from "./checkpoints.js";
import { copyScenarios } from "./copy.js";
import { deleteScenarios } from "./delete.js";
import { filesScenarios } from "./files.js";
import { getScenarios } from "./get.js";
import { notebookScenarios } from "./notebooks.js";
import { pathScenarios } from "./paths.js";
import { permissionScenarios } from "./permissions.js";
import { postScenarios } from "./post.js";
import { putScenarios } from "./put.js";
import { realNotebookScenarios } from "./real-notebooks.js";
import { renameScenarios } from "./rename.js";
import { serverScenarios } from "./server.js";
import { uploadScenarios } from "./uploads.js";

/** All of them: the contents API method by method, then what else clients call. */
export const scenarios: readonly Scenario[] = [
  ...getScenarios,
  ...pathScenarios,
  ...postScenarios,
  ...copyScenarios,
  ...putScenarios,
  ...uploadScenarios,
  ...notebookScenarios,
  ...renameScenarios,
  ...deleteScenarios,
  ...checkpointScenarios,
  ...permissionScenarios,
  ...realNotebookScenarios,
  ...filesScenarios,
  ...serverScenarios,
];
