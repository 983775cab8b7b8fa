import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isObject } from "@daybook/eventlog";
import { serverError } from "../../../errors.js";
import { readSmallFile } from "../../files-on-disk/small-file.js";
import { systemCode } from "../../files-on-disk/system-error.js";
import type { JupyterLab } from "../installation.js";
import { type Data, mergeInto, type Report, readObject } from "../json-files.js";
import { prebuiltExtensions } from "../page/prebuilt-extensions.js";

/** The settings of one plugin: what they may be, and what they are where the user says nothing. */
export interface SettingsSchema {
  /** `@jupyterlab/apputils-extension:themes`, say. */
  readonly id: string;
  readonly schema: Data;
  /** That of the package that it came with; `N/A` where that is not known. */
  readonly version: string;
}

/** A package of npm's, with or without an organisation, and a plugin of it. No name in it can lead to another folder. */
const idForm = /^((?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*):([\w~-][\w.~-]*)$/;

/**
 * Takes the id of a plugin apart.
 *
 * @throws {ServerError} `not-found` for what cannot be the id of one
 */
export function pluginName(id: string): { readonly packageName: string; readonly plugin: string } {
  const [, packageName, plugin] = idForm.exec(id) ?? [];
  if (packageName === undefined || plugin === undefined)
    throw serverError("not-found", `No plugin has such an id: ${id}`);
  return { packageName, plugin };
}

/** The ids of all plugins with settings, in the order in which JupyterLab's own server has them. */
export async function settingsIds(lab: JupyterLab, report: Report): Promise<string[]> {
  const folders = [join(lab.appDir, "schemas")];
  for (const { folder } of await prebuiltExtensions(lab.extensionDirs, report))
    folders.push(join(folder, "schemas"));
  const ids = new Set<string>();
  for (const folder of folders) for (const id of await idsBelow(folder)) ids.add(id);
  return [...ids].sort().reverse();
}

async function idsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => {
      const packageName = relative(folder, entry.parentPath ?? entry.path)
        .split(sep)
        .join("/");
      return `${packageName}:${entry.name.slice(0, -".json".length)}`;
    })
    .filter((id) => idForm.test(id));
}

/**
 * Reads the schema of a plugin, with the defaults that the operator chose.
 *
 * @param overrides what {@link settingsOverrides} found
 * @throws {ServerError} `not-found` where no plugin of this id has settings
 */
export async function settingsSchema(
  { appDir, extensionDirs }: JupyterLab,
  id: string,
  overrides: Data,
  report: Report,
): Promise<SettingsSchema> {
  const { packageName, plugin } = pluginName(id);
  for (const schemas of [
    ...extensionDirs.map((folder) => join(folder, packageName, "schemas")),
    join(appDir, "schemas"),
  ]) {
    const folder = join(schemas, packageName);
    const schema = await readSchema(join(folder, `${plugin}.json`), id);
    if (schema === undefined) continue;
    const original = await readObject(join(folder, "package.json.orig"), report);
    const version = typeof original?.version === "string" ? original.version : "N/A";
    return { id, schema: withDefaults(schema, overrides[id]), version };
  }
  throw serverError("not-found", `No settings are known of the plugin ${id}`);
}

async function readSchema(path: string, id: string): Promise<Data | undefined> {
  try {
    const schema: unknown = JSON.parse((await readSmallFile(path)).bytes.toString());
    if (isObject(schema)) return schema;
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return undefined;
    throw serverError("unreadable-settings", `The schema of ${id} cannot be read`, { cause: error });
  }
  throw serverError("unreadable-settings", `The schema of ${id} is no object`);
}

function withDefaults(schema: Data, defaults: unknown): Data {
  if (!isObject(defaults)) return schema;
  const properties = isObject(schema.properties) ? schema.properties : {};
  schema.properties = properties;
  for (const [name, value] of Object.entries(defaults)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!isObject(property)) properties[name] = { default: value };
    else if (isObject(property.default) && isObject(value)) mergeInto(property.default, value);
    else property.default = value;
  }
  return schema;
}
