import { dirname, join } from "node:path";
import { inject } from "vitest";
import { recordingServer } from "../../client/recorded-services.js";
import { DaybookServer } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

/**
 * A `daybook serve` in the environment of Python that has JupyterLab and ipykernel, with a home of its own, so that it
 * neither finds nor leaves anything of this user's.
 */
export async function startLabServer(
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly server: DaybookServer; readonly folder: string; readonly log: string }> {
  const folder = temporaryFolder({ ...recordingServer, ...files });
  const programs = dirname(inject("python"));
  const server = await DaybookServer.start([], {
    cwd: folder,
    environment: {
      HOME: join(folder, "home"),
      VIRTUAL_ENV: dirname(programs),
      PATH: `${programs}:${process.env.PATH}`,
      SHELL: "/bin/sh",
      // The first plot would say that it makes a list of fonts.
      MPLCONFIGDIR: join(folder, "matplotlib"),
    },
  });
  return { server, folder, log: join(folder, "event.log") };
}
