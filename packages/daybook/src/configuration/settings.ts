import { isObject } from "@daybook/eventlog";
import type { ConfigurationSource, Naming } from "./configuration-source.js";
import type { DaybookConfig } from "./define-config.js";
import { camelCase, configurationSchema, named, sections } from "./options.js";
import type { Problems } from "./problem.js";
import { violations } from "./validation.js";

/** A configuration in one form, whatever the format it was written in: camelCase, and every section there. */
export type Settings = Required<DaybookConfig>;

/**
 * Checks a configuration against the table of options and brings it into one form. What is wrong is added to the
 * problems and left out of the settings.
 */
export function readSettings(source: ConfigurationSource, problems: Problems): Settings {
  const { naming } = source;
  const value = withoutUndefined(source.value ?? {});
  for (const problem of violations(configurationSchema(naming), value, [], (option) =>
    whereItBelongs(option, naming),
  ))
    problems.add(problem);
  const settings: Record<string, Record<string, unknown>> = {};
  for (const [section, options] of Object.entries(sections)) {
    const written = isObject(value) ? value[section] : undefined;
    const entry: Record<string, unknown> = {};
    for (const option of Object.keys(options)) {
      const name = named(option, naming);
      if (!isObject(written) || !Object.hasOwn(written, name) || problems.concern([section, name])) continue;
      entry[camelCase(option)] = option === "allowed_schemas" ? allowedSchemas(written[name]) : written[name];
    }
    settings[section] = entry;
  }
  return settings as Settings;
}

/** For an option in the wrong section, or in none. */
function whereItBelongs(option: string, naming: Naming): string {
  const name = named(option, naming);
  const section = Object.keys(sections).find((key) =>
    Object.keys(sections[key] ?? {}).some((known) => named(known, naming) === name),
  );
  return section === undefined ? "" : `; it belongs in the section ${section}`;
}

/** Programs write `port: condition ? 1 : undefined` for an option that they leave out. */
function withoutUndefined(value: unknown): unknown {
  if (!isObject(value)) return value;
  const sectionEntries = Object.entries(value).map(([section, options]) => [
    section,
    isObject(options)
      ? Object.fromEntries(Object.entries(options).filter(([, option]) => option !== undefined))
      : options,
  ]);
  return Object.fromEntries(sectionEntries);
}

/** The ids are the user's own and stay as they are; the keys of what is allowed are ours. */
function allowedSchemas(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([id, allowed]) => [
    id,
    isObject(allowed)
      ? Object.fromEntries(Object.entries(allowed).map(([key, names]) => [camelCase(key), names]))
      : allowed,
  ]);
  return Object.fromEntries(entries);
}
