import { join } from "node:path";
import type { JupyterLab } from "../installation.js";
import { type Data, filesIn, labConfig, mergeInto, type Report, readObject } from "../json-files.js";

/**
 * The defaults that the operator chose, by the ids of plugins: of packages (`overrides.d`) and of their own
 * (`overrides.json`) beside JupyterLab, and then of `default_setting_overrides` in `labconfig`. What comes later wins.
 */
export async function settingsOverrides({ appDir, configDirs }: JupyterLab, report: Report): Promise<Data> {
  const settings = join(appDir, "settings");
  const overrides: Data = {};
  for (const path of [
    ...(await filesIn(join(settings, "overrides.d"), [".json", ".json5"])),
    join(settings, "overrides.json"),
    join(settings, "overrides.json5"),
  ]) {
    mergeInto(overrides, (await readObject(path, report)) ?? {});
  }
  mergeInto(overrides, await labConfig(configDirs, "default_setting_overrides", report));
  return overrides;
}
