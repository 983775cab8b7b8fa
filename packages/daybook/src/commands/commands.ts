import type { Command } from "./command.js";
import { gatewayCommand } from "./gateway.js";
import { policyCommand } from "./policy.js";
import { schemasDiffCommand } from "./schemas-diff.js";
import { schemasDocsCommand } from "./schemas-docs.js";
import { schemasListCommand } from "./schemas-list.js";
import { schemasShowCommand } from "./schemas-show.js";
import { schemasTypesCommand } from "./schemas-types.js";
import { schemasValidateCommand } from "./schemas-validate.js";
import { serveCommand } from "./serve.js";

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  serveCommand,
  gatewayCommand,
  policyCommand,
  schemasListCommand,
  schemasShowCommand,
  schemasValidateCommand,
  schemasDocsCommand,
  schemasTypesCommand,
  schemasDiffCommand,
];
