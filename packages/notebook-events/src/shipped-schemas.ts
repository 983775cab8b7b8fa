import { readdirSync } from "node:fs";

/** `src` and `dist` both stand one level below the package, so the same step up serves tests and installations. */
const schemaFolder = new URL("../schemas/", import.meta.url);

/**
 * The schema files that come with this package, one YAML file for each event schema and version, as `file:` URLs in
 * a stable order. What is in them is not registered anywhere yet: hand each to the log that should know it.
 *
 * @throws the file system's error where the package was installed without its `schemas` folder.
 *
 * @example
 * for (const file of shippedSchemaFiles()) await log.registerSchemaFile(fileURLToPath(file));
 */
export function shippedSchemaFiles(): URL[] {
  return schemaFilesBelow(schemaFolder);
}

function schemaFilesBelow(folder: URL): URL[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  // Not localeCompare: the order must not depend on the machine's language.
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const name = encodeURIComponent(entry.name);
    if (entry.isDirectory()) return schemaFilesBelow(new URL(`${name}/`, folder));
    return entry.name.endsWith(".yaml") ? [new URL(name, folder)] : [];
  });
}
