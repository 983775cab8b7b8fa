import { ConfigurationError } from "../errors.js";
import type { ConfigurationSource } from "./configuration-source.js";
import { loadingReason, type ModuleLoader } from "./module-loader.js";
import type { SourceFile } from "./yaml-source.js";

/**
 * Reads a configuration that is a program: the default export of a TypeScript or JavaScript module.
 *
 * @throws {ConfigurationError} where it cannot be loaded or exports nothing
 */
export async function readScript(
  path: string,
  file: SourceFile,
  loader: ModuleLoader,
): Promise<ConfigurationSource> {
  let value: unknown;
  try {
    value = await loader.load(path);
  } catch (error) {
    throw new ConfigurationError([`${file.name}: cannot be loaded: ${loadingReason(error)}`], {
      cause: error,
    });
  }
  if (value === undefined) {
    throw new ConfigurationError([
      `${file.name}: has no default export; write "export default defineConfig({ .. })"`,
    ]);
  }
  return { ...file, naming: "camelCase", value, positionOf: () => undefined };
}
