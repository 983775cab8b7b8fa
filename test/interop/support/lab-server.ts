import { dirname, join } from "node:path";
import { inject } from "vitest";
import { DaybookServer } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const ours = "eventlogging.jupyter.org/jupyter_server";

/** What the tests compare with what was done: whole, and nothing else. */
const configuration = `
EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
  allowed_schemas:
    ${ours}/contentsmanager-actions: { allowed_categories: [personally-identifiable-information] }
    ${ours}/checkpoint-actions: { allowed_categories: [personally-identifiable-information] }
    ${ours}/kernel-actions: { allowed_categories: [personally-identifiable-information] }
    ${ours}/session-actions: { allowed_categories: [personally-identifiable-information] }
    ${ours}/terminal-actions: { allowed_categories: [personally-identifiable-information] }
    daybook/kernel-executions: { allowed_categories: [personally-identifiable-information, executed-code] }
ServerApp:
  root_dir: notebooks
`;

/**
 * A `daybook serve` in the environment of Python that has JupyterLab and ipykernel, with a home of its own, so that it
 * neither finds nor leaves anything of this user's.
 */
export async function startLabServer(
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly server: DaybookServer; readonly folder: string; readonly log: string }> {
  const folder = temporaryFolder({ "daybook.yaml": configuration, "notebooks/.keep": "", ...files });
  const programs = dirname(inject("python"));
  const server = await DaybookServer.start([], {
    cwd: folder,
    environment: {
      HOME: join(folder, "home"),
      VIRTUAL_ENV: dirname(programs),
      PATH: `${programs}:${process.env.PATH}`,
      // The first plot would say that it makes a list of fonts.
      MPLCONFIGDIR: join(folder, "matplotlib"),
    },
  });
  return { server, folder, log: join(folder, "event.log") };
}
