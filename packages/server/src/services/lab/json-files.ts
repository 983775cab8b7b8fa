import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isObject } from "@daybook/eventlog";
import json5 from "json5";
import { ServerError } from "../../errors.js";
import { isDeeper, maximumBodyDepth } from "../../json-limits.js";
import { readSmallFile } from "../files-on-disk/small-file.js";
import { systemCode } from "../files-on-disk/system-error.js";

/** What a file of settings holds. */
export type Data = Record<string, unknown>;

/** Is told of files that cannot be used; the rest goes on without them. */
export type Report = (problem: string) => void;

/**
 * Reads a file that holds a JSON object, or where its name ends in `.json5` a JSON5 one.
 *
 * @returns undefined where there is no such file, it is empty, or it cannot be used, of which the operator is told
 */
export async function readObject(path: string, report: Report): Promise<Data | undefined> {
  const value = await readValue(path);
  if (value instanceof Unusable) report(`${path} is passed over: ${value.problem}`);
  return value instanceof Unusable ? undefined : value;
}

/** What is wrong with a file. */
class Unusable {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

async function readValue(path: string): Promise<Data | Unusable | undefined> {
  try {
    const text = (await readSmallFile(path)).bytes.toString();
    if (text.trim() === "") return undefined;
    const value: unknown = path.endsWith(".json5") ? json5.parse(text) : JSON.parse(text);
    if (isObject(value) && !isDeeper(value, maximumBodyDepth)) return value;
    return new Unusable(`it must hold an object, nested no deeper than ${maximumBodyDepth} levels`);
  } catch (error) {
    const code = error instanceof ServerError ? error.reason : systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    return new Unusable(`it cannot be read${code === undefined ? " as JSON" : ` (${code})`}`);
  }
}

/** The paths of a folder's files with one of these endings, in the order of their names. */
export async function filesIn(folder: string, endings: readonly string[]): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * One section of the settings that a folder of each configuration folder holds, such as `notebook` in `serverconfig`:
 * those of all of them, of which the first has the last word. In each, the files of `notebook.d` come first.
 *
 * @param part `defaults` leaves the section's own files out
 */
export async function configSection(
  configDirs: readonly string[],
  folderName: string,
  section: string,
  report: Report,
  part: "defaults" | "all" = "all",
): Promise<Data> {
  const merged: Data = {};
  for (const folder of [...configDirs].reverse()) {
    const place = join(folder, folderName);
    const own = part === "all" ? [join(place, `${section}.json`)] : [];
    for (const path of [...(await filesIn(join(place, `${section}.d`), [".json"])), ...own]) {
      mergeInto(merged, (await readObject(path, report)) ?? {});
    }
  }
  return merged;
}

/** A section of the settings of JupyterLab, such as `page_config`. */
export async function labConfig(
  configDirs: readonly string[],
  section: string,
  report: Report,
): Promise<Data> {
  return configSection(configDirs, "labconfig", section, report);
}

/** Puts a newer object over an older one, member by member and as deep as both have objects; `null` takes a member away. */
export function mergeInto(older: Data, newer: Data): void {
  for (const [key, value] of Object.entries(newer)) {
    const before = Object.hasOwn(older, key) ? older[key] : undefined;
    if (value === null) delete older[key];
    else if (isObject(value)) {
      const below = isObject(before) ? before : {};
      mergeInto(below as Data, value);
      if (Object.keys(below).length === 0) delete older[key];
      else setOwn(older, key, below);
    } else setOwn(older, key, value);
  }
}

/** Also for the name `__proto__`, which an assignment would take for something else. */
function setOwn(object: Data, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}
