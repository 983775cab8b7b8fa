import type { BigIntStats } from "node:fs";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isObject } from "@daybook/eventlog";
import { Ajv } from "ajv";
import json5 from "json5";
import { serverError } from "../../../errors.js";
import { replaceFile } from "../../files-on-disk/atomic-write.js";
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

/** Deeper than any settings are; what walks deeper ones by recursion could overflow. */
const maximumDepth = 100;

/** The settings of the user, a file of JSON5 for each plugin. */
export class UserSettingsFiles {
  readonly #folder: string;
  readonly #report: Report;

  constructor(folder: string, report: Report) {
    this.#folder = folder;
    this.#report = report;
  }

  /** What the user chose of a plugin; nothing where what is in the file does not match the schema. */
  async read({ id, schema }: SettingsSchema): Promise<UserSettings> {
    const path = this.#path(id);
    let text: string;
    let stats: BigIntStats;
    try {
      text = await readFile(path, "utf8");
      stats = await stat(path, { bigint: true });
    } catch (error) {
      if (systemCode(error) !== "ENOENT" && systemCode(error) !== "ENOTDIR") throw asServerError(error, id);
      return { raw: "{}", settings: {}, last_modified: null, created: null };
    }
    const times = { last_modified: stats.mtime.toISOString(), created: stats.ctime.toISOString() };
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
   * @throws {ServerError} `bad-settings` where it is no such text or does not match the schema
   */
  async write({ id, schema }: SettingsSchema, raw: unknown): Promise<void> {
    if (typeof raw !== "string")
      throw serverError("bad-settings", 'The body must be JSON such as {"raw": "{}"}');
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
    settings = json5.parse(text);
  } catch (error) {
    const { lineNumber, columnNumber } = error as { lineNumber?: number; columnNumber?: number };
    return `it is not JSON5${lineNumber === undefined ? "" : ` (line ${lineNumber}, column ${columnNumber})`}`;
  }
  if (!isObject(settings)) return "it is no object";
  if (isDeeper(settings, maximumDepth)) return `it is nested deeper than ${maximumDepth} levels`;
  return settings;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

/** Where and why settings do not match their schema, without their values. Schemas are installed, not sent, so they may run. */
function mistakeIn(settings: Data, schema: Data): string | undefined {
  // Most plugins are as they came.
  if (Object.keys(settings).length === 0) return undefined;
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
  // Whatever draft it names: it is read as the one that JupyterLab reads all of them as.
  const { $schema: _draft, $id: _id, ...rules } = schema;
  const validate = ajv.compile(rules);
  if (validate(settings)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath || "/"} ${error?.message}`;
}
