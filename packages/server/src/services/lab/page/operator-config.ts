import { join } from "node:path";
import { isObject } from "@daybook/eventlog";
import type { JupyterLab } from "../installation.js";
import { type Data, labConfig, mergeInto, type Report, readObject } from "../json-files.js";
import { type PrebuiltExtension, prebuiltExtensions } from "./prebuilt-extensions.js";

/** In files, these may also be lists of names. */
const namedOnes = ["disabledExtensions", "deferredExtensions"];

/**
 * What the files of the operator and the installed extensions say of the page: `page_config.json` beside JupyterLab and
 * in `labconfig`, which extensions there are, and which of their parts they or somebody turned off.
 */
export async function operatorConfig(lab: JupyterLab, report: Report): Promise<Data> {
  const config: Data = {};
  mergeInto(config, await besideJupyterLab(lab, report));
  mergeInto(config, await labConfig(lab.configDirs, "page_config", report));
  const extensions = await prebuiltExtensions(lab.extensionDirs, report);
  const disabled = asFlags(config.disabledExtensions);
  config.disabledExtensions = { ...(await disabledByOthers(lab, extensions, disabled, report)), ...disabled };
  // The front end takes lists.
  for (const [key, value] of Object.entries(config)) {
    if (isObject(value)) config[key] = Object.keys(value).filter((name) => value[name]);
  }
  config.federated_extensions = extensions.map(description);
  return config;
}

async function besideJupyterLab({ appDir }: JupyterLab, report: Report): Promise<Data> {
  for (const name of ["page_config.json5", "page_config.json"]) {
    const config = await readObject(join(appDir, "settings", name), report);
    if (config === undefined) continue;
    for (const key of namedOnes) if (Object.hasOwn(config, key)) config[key] = asFlags(config[key]);
    return config;
  }
  return {};
}

function asFlags(value: unknown): Data {
  if (Array.isArray(value)) return Object.fromEntries(textsIn(value).map((name) => [name, true]));
  return isObject(value) ? value : {};
}

/** Anybody's files may hold anything. */
function textsIn(list: readonly unknown[]): string[] {
  return list.filter((each) => typeof each === "string");
}

/** An extension may take the place of others. One that is turned off itself does not. */
async function disabledByOthers(
  { appDir }: JupyterLab,
  extensions: readonly PrebuiltExtension[],
  disabled: Data,
  report: Report,
): Promise<Data> {
  const wishes = new Map<string, unknown>();
  const application = (await readObject(join(appDir, "static", "package.json"), report))?.jupyterlab;
  if (isObject(application) && isObject(application.extensionMetadata)) {
    for (const [name, metadata] of Object.entries(application.extensionMetadata)) {
      if (isObject(metadata)) wishes.set(name, metadata.disabledExtensions);
    }
  }
  for (const { name, lab } of extensions)
    if (lab.disabledExtensions) wishes.set(name, lab.disabledExtensions);
  const others: Data = {};
  for (const [name, list] of wishes) {
    if (disabled[name] === true || !Array.isArray(list)) continue;
    for (const other of textsIn(list)) others[other] = true;
  }
  return others;
}

/** What the page loads of an extension. */
function description({ name, lab }: PrebuiltExtension): Data {
  const { load, extension, mimeExtension, style, entrypoints = null } = lab._build as Data;
  return { name, load, extension, mimeExtension, style, entrypoints };
}
