import type { FastifyInstance } from "fastify";
import { serverError } from "../../errors.js";
import type { JupyterLab } from "./installation.js";
import type { Report } from "./json-files.js";
import { operatorConfig } from "./page/operator-config.js";
import { type PrebuiltExtension, prebuiltExtensions } from "./page/prebuilt-extensions.js";

const listing = "/lab/api/listings/@jupyterlab/extensionmanager-extension/listings.json";

/**
 * What the front end asks about extensions. It is told what is installed, and can change nothing: packages of Python's
 * are installed and removed with Python's tools, where JupyterLab is installed.
 */
export function extensionManagerRoutes(app: FastifyInstance, lab: JupyterLab, report: Report): void {
  const config = { access: "api" } as const;

  app.get("/lab/api/extensions", { config }, async (request) => {
    const { query } = request.query as { query?: unknown };
    // What could be installed is nothing.
    if (typeof query === "string" && query !== "") return [];
    const disabled = (await operatorConfig(lab, report)).disabledExtensions as string[];
    const extensions = await prebuiltExtensions(lab.extensionDirs, report);
    return extensions.map((extension) => description(extension, disabled));
  });
  app.post("/lab/api/extensions", { config }, async () => {
    throw serverError("extensions-read-only");
  });

  app.get("/lab/api/plugins", { config }, async () => ({ lockRules: [], allLocked: true }));
  app.post("/lab/api/plugins", { config }, async () => {
    throw serverError("extensions-read-only");
  });

  // Which extensions an operator blocks or allows to be installed.
  app.get(listing, { config }, async () => ({
    blocked_extensions_uris: [],
    allowed_extensions_uris: [],
    blocked_extensions: [],
    allowed_extensions: [],
  }));

  app.get("/lab/api/build", { config }, async () => ({ status: "stable", message: "" }));
  app.get("/lab/api/news", { config }, async () => ({ news: [] }));
  app.get("/lab/api/update", { config }, async () => ({ notification: null }));
}

function description(extension: PrebuiltExtension, disabled: readonly string[]) {
  const { name, version, packageData, install = {} } = extension;
  const { packageName } = install as { packageName?: unknown };
  return {
    name: typeof packageName === "string" ? packageName.replaceAll("_", "-") : name,
    description: packageData.description ?? "",
    homepage_url: packageData.homepage ?? "",
    pkg_type: "prebuilt",
    allowed: true,
    approved: false,
    companion: null,
    core: false,
    enabled: !disabled.includes(name),
    install,
    installed: true,
    installed_version: version,
    latest_version: version,
    status: "ok",
    author: textOf(packageData.author, "name"),
    license: packageData.license ?? null,
    bug_tracker_url: textOf(packageData.bugs, "url"),
    documentation_url: null,
    package_manager_url: null,
    repository_url: textOf(packageData.repository, "url"),
  };
}

/** In a `package.json`, some members are a text or an object that has it. */
function textOf(value: unknown, key: string): string | null {
  const text = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : value;
  return typeof text === "string" ? text : null;
}
