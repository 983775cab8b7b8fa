import { isAbsolute } from "node:path";
import * as library from "@daybook/eventlog";
import {
  FileHandler,
  type HandlerClass,
  MemoryHandler,
  NullHandler,
  StreamHandler,
  SysLogHandler,
  RotatingFileHandler,
  TimedRotatingFileHandler,
} from "@daybook/eventlog";
import * as handlers from "@daybook/handlers";
import { didYouMean } from "../suggestion.js";
import { loadingReason, type ModuleLoader } from "./module-loader.js";

/** Every handler that says what options it takes can be named in a configuration. */
const ownClasses: Readonly<Record<string, HandlerClass>> = Object.fromEntries(
  Object.entries<unknown>({ ...library, ...handlers }).filter(
    (entry): entry is [string, HandlerClass] => isClass(entry[1]) && Object.hasOwn(entry[1], "optionsSchema"),
  ),
);

/** The names of {@link ownClasses}, for messages. */
export const handlerClassNames: readonly string[] = Object.keys(ownClasses);

/** What Python's `logging` calls the same handlers. */
const pythonClasses: Readonly<Record<string, HandlerClass>> = {
  "logging.FileHandler": FileHandler,
  "logging.StreamHandler": StreamHandler,
  "logging.NullHandler": NullHandler,
  "logging.handlers.MemoryHandler": MemoryHandler,
  "logging.handlers.SysLogHandler": SysLogHandler,
  "logging.handlers.RotatingFileHandler": RotatingFileHandler,
  "logging.handlers.TimedRotatingFileHandler": TimedRotatingFileHandler,
};

/**
 * The class that `class` names in a handler's description: one of ours, or the default export of a module.
 *
 * @returns the class, or what is wrong in words
 */
export async function findHandlerClass(name: string, loader: ModuleLoader): Promise<HandlerClass | string> {
  const known = new Map(Object.entries({ ...ownClasses, ...pythonClasses })).get(name);
  if (known !== undefined) return known;
  const isPath = /^\.{1,2}[/\\]|^file:/.test(name) || isAbsolute(name);
  const found = resolved(name, loader);
  if (found === undefined && isPath) return "there is no such module";
  if (found === undefined) return unknownClass(name);
  try {
    const exported = await loader.load(name);
    return isClass(exported) ? exported : "this module has no default export that is a handler class";
  } catch (error) {
    return `this module cannot be loaded: ${loadingReason(error)}`;
  }
}

function resolved(name: string, loader: ModuleLoader): string | undefined {
  try {
    return loader.resolve(name);
  } catch {
    // Not even a name that a module could have.
    return undefined;
  }
}

function unknownClass(name: string): string {
  const meant = didYouMean(name, [...handlerClassNames, ...Object.keys(pythonClasses)]);
  const list =
    meant === ""
      ? `; the classes are ${handlerClassNames.join(", ")}, or a module such as "./my-handler.js"`
      : meant;
  return `there is no handler class or package of this name${list}`;
}

/** A class or a function made to be called with `new`; arrow functions cannot be. */
function isClass(exported: unknown): exported is HandlerClass {
  return (
    typeof exported === "function" && typeof exported.prototype === "object" && exported.prototype !== null
  );
}
