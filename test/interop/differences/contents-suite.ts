import type { Difference } from "../support/difference-table.js";
import { checkpointsDifferences } from "./checkpoints.js";
import { errorsDifferences } from "./errors.js";
import { etagDifferences } from "./etags.js";
import { filesDifferences } from "./files.js";
import { makingDifferences } from "./making.js";
import { modelsDifferences } from "./models.js";
import { notebooksDifferences } from "./notebooks.js";
import { pathsDifferences } from "./paths.js";
import { permissionsDifferences } from "./permissions.js";
import { renamingDifferences } from "./renaming.js";
import { savingDifferences } from "./saving.js";
import { serverDifferences } from "./server.js";

/**
 * Where Daybook answers otherwise than jupyter_server, on purpose, and why. Whatever differs and is not listed fails the
 * suite, and so does a row that nothing needs any more.
 */
export const differences: readonly Difference[] = [
  ...errorsDifferences,
  ...pathsDifferences,
  ...modelsDifferences,
  ...makingDifferences,
  ...savingDifferences,
  ...notebooksDifferences,
  ...renamingDifferences,
  ...checkpointsDifferences,
  ...permissionsDifferences,
  ...filesDifferences,
  ...serverDifferences,
  ...etagDifferences,
];
