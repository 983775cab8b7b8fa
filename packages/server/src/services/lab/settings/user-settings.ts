import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isObject } from "@daybook/eventlog";
import { Ajv, type ValidateFunction } from "ajv";
import json5 from "json5";
import { ServerError, serverError } from "../../../errors.js";
import { isDeeper } from "../../../json-limits.js";
import { replaceFile } from "../../files-on-disk/atomic-write.js";
import { readSmallFile, type SmallFile } from "../../files-on-disk/small-file.js";
import { asServerError, systemCode } from "../../files-on-disk/system-error.js";
import type { Data, Report } from "../json-files.js";
import { pluginName, type SettingsSchema } from "./schemas.js";

/** What a user chose of a plugin, as the front end has it. */
export interface UserSettings {
  /** The text as the user wrote it, with comments. */
  readonly raw: string;
  readonly settings: Data;
  readonly last_modified: string | null;
  readonly created: string | null;
}

/** The settings of a plugin are some kilobytes. Reading a megabyte of JSON5 takes half a second. */
export const largestSettings = 1024 * 1024;

/** Deeper than any settings are; what walks deeper ones by recursion could overflow. */
const maximumDepth = 100;

const absent: ReadonlySet<string | undefined> = new Set(["ENOENT", "ENOTDIR"]);

/** The settings of the user, a file of JSON5 for each plugin. */
export class UserSettingsFiles {
  readonly #folder: string;
  readonly #report: Report;

  constructor(folder: string, report: Report) {
    this.#folder = folder;
    this.#report = report;
  }

  /** What the user chose of a plugin; nothing where what is in the file does not match the schema. */
  async read(schema: SettingsSchema): Promise<UserSettings> {
    const { id } = schema;
    const path = this.#path(id);
    let file: SmallFile;
    try {
      file = await readSmallFile(path, largestSettings);
    } catch (error) {
      if (error instanceof ServerError) this.#report(`${path} is passed over: it is no file of settings`);
      else if (!absent.has(systemCode(error))) throw asServerError(error, id);
      return { raw: "{}", settings: {}, last_modified: null, created: null };
    }
    const { mtime, ctime } = file.stats;
    const times = { last_modified: mtime.toISOString(), created: ctime.toISOString() };
    const text = file.bytes.toString();
    const settings = parseSettings(text);
    if (typeof settings !== "string" && mistakeIn(settings, schema) === undefined)
      return { raw: text === "" ? "{}" : text, settings, ...times };
    this.#report(`${path} is passed over: it is not JSON5 that matches the schema of the plugin`);
    return { raw: "{}", settings: {}, ...times };
  }

  /**
   * Keeps what a user chose of a plugin.
   *
   * @param raw an object in JSON5, kept as it is
   * @throws {ServerError} `bad-settings` where it is no such text or does not match the schema, `unreadable-settings`
   *   where the schema is none
   */
  async write(schema: SettingsSchema, raw: unknown): Promise<void> {
    if (typeof raw !== "string")
      throw serverError("bad-settings", 'The body must be JSON such as {"raw": "{}"}');
    const { id } = schema;
    const settings = parseSettings(raw);
    const mistake = typeof settings === "string" ? settings : mistakeIn(settings, schema);
    if (mistake !== undefined) throw serverError("bad-settings", `Settings of ${id}: ${mistake}`);
    const path = this.#path(id);
    try {
      await mkdir(dirname(path), { recursive: true });
      const before = await stat(path, { bigint: true }).catch(() => undefined);
      await replaceFile(path, (file) => file.writeFile(raw), before);
    } catch (error) {
      throw asServerError(error, id);
    }
  }

  #path(id: string): string {
    const { packageName, plugin } = pluginName(id);
    return join(this.#folder, packageName, `${plugin}.jupyterlab-settings`);
  }
}

/** The settings that a text holds, or what is wrong with it. */
function parseSettings(text: string): Data | string {
  if (text.trim() === "") return {};
  let settings: unknown;
  try {
    settings = parseJson5(text);
  } catch (error) {
    const { lineNumber, columnNumber } = error as { lineNumber?: number; columnNumber?: number };
    return `it is not JSON5${lineNumber === undefined ? "" : ` (line ${lineNumber}, column ${columnNumber})`}`;
  }
  if (!isObject(settings)) return "it is no object";
  if (isDeeper(settings, maximumDepth)) return `it is nested deeper than ${maximumDepth} levels`;
  return settings;
}

/** Most of it is plain JSON, which is read a hundred times as fast. */
function parseJson5(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return json5.parse(text);
  }
}

/**
 * Where and why settings do not match their schema, without their values. Schemas are installed, not sent, so they may run.
 *
 * @throws {ServerError} `unreadable-settings` for a schema that is none
 */
function mistakeIn(settings: Data, { id, schema }: SettingsSchema): string | undefined {
  // Most plugins are as they came.
  if (Object.keys(settings).length === 0) return undefined;
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
  // Whatever draft it names: it is read as the one that JupyterLab reads all of them as.
  const { $schema: _draft, $id: _id, ...rules } = schema;
  let validate: ValidateFunction;
  try {
    validate = ajv.compile(rules);
  } catch (cause) {
    throw serverError("unreadable-settings", `The schema of ${id} cannot be used`, { cause });
  }
  if (validate(settings)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath || "/"} ${error?.message}`;
}
