import type { FastifyInstance } from "fastify";
import type { SessionCookies } from "../../identity/session-cookie.js";
import type { CompleteServerOptions } from "../../options.js";
import type { TerminalManager } from "../terminals/manager.js";
import { extensionManagerRoutes } from "./extension-manager.js";
import { sendInstalledFile } from "./installed-files.js";
import { languageServerRoutes } from "./language-servers.js";
import { licenseRoutes } from "./licenses.js";
import { labPages } from "./page/routes.js";
import { settingsRoutes } from "./settings/routes.js";
import { themeFolders } from "./themes.js";
import { translationRoutes } from "./translations.js";
import { workspaceRoutes } from "./workspaces/routes.js";

/** JupyterLab, where one is installed: its pages, its files and what its front end asks the server for. */
export function labService(
  app: FastifyInstance,
  options: CompleteServerOptions,
  cookies: SessionCookies,
  terminals: TerminalManager,
): void {
  const { lab, report } = options;
  if (lab === undefined) return;
  labPages(app, lab, options, cookies, terminals);
  settingsRoutes(app, lab, report);
  workspaceRoutes(app, lab, report);
  translationRoutes(app, lab, report);
  extensionManagerRoutes(app, lab, report);
  licenseRoutes(app, lab, report);
  languageServerRoutes(app);

  const files = (address: string, roots: () => Promise<readonly string[]>) => {
    app.get(`/lab/${address}/*`, { config: { access: "page" } }, async (request, reply) =>
      sendInstalledFile(request, reply, await roots(), (request.params as { "*": string })["*"]),
    );
  };
  files("static", async () => [`${lab.appDir}/static`]);
  files("extensions", async () => lab.extensionDirs);
  files("api/themes", () => themeFolders(lab, report));
}
