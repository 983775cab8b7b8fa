import { resolve } from "node:path";
import {
  FileHandler,
  type Handler,
  handlerName,
  MemoryHandler,
  missingMethods,
  type RouteOptions,
} from "@daybook/eventlog";
import type { OptionPath } from "./option-path.js";

/** A handler of a configuration, made but not opened. */
export interface ConfiguredHandler {
  readonly handler: Handler;
  /** Which events go to it, and how far they must come. */
  readonly route: RouteOptions;
  /** What the configuration says of it; undefined for one that a program made itself. */
  readonly description?: unknown;
  /** Where it stands in the configuration. */
  readonly place: OptionPath;
  /** What the start-up report calls it: its name with the path worked out. */
  readonly label: string;
}

/**
 * What the report calls a handler.
 *
 * @param directory where the relative paths of handlers start
 * @param target what the handler passes its events on to, where that is known
 */
export function handlerLabel(handler: Handler, directory: string, target?: string): string {
  const name = handlerName(handler);
  if (target !== undefined) return `${name}, which passes them on to ${target}`;
  const file = logFileOf(handler, directory);
  if (file !== undefined) return `${handler.constructor.name} ${file}`;
  if (handler instanceof MemoryHandler && name === "MemoryHandler")
    return "MemoryHandler, in memory only unless it has a target";
  return name;
}

/** The absolute path of the file that a handler appends to; undefined for other handlers. */
export function logFileOf(handler: Handler, directory: string): string | undefined {
  if (!(handler instanceof FileHandler)) return undefined;
  return resolve(directory, handler.filename);
}

/** True for what a log can hand events to. */
export function isHandler(value: unknown): value is Handler {
  return missingMethods(value).length === 0;
}
