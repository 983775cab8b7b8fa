import { join } from "node:path";
import type { JupyterLab } from "../installation.js";
import { type Data, filesIn, labConfig, mergeInto, type Report, readObject } from "../json-files.js";

/** The front end would ask every user whether it may have news fetched, which this server does not do. */
const ownDefaults = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/**
 * The defaults that the operator chose, by the ids of plugins: of packages (`overrides.d`) and of their own
 * (`overrides.json`) beside JupyterLab, and then of `default_setting_overrides` in `labconfig`. What comes later wins.
 * First of all there are ours.
 */
export async function settingsOverrides({ appDir, configDirs }: JupyterLab, report: Report): Promise<Data> {
  const settings = join(appDir, "settings");
  const overrides: Data = structuredClone(ownDefaults);
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
