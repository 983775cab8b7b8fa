import {
  type Handler,
  type HandlerClass,
  isObject,
  MemoryHandler,
  missingMethods,
  type RouteOptions,
} from "@daybook/eventlog";
import { type ConfiguredHandler, handlerLabel, isHandler } from "./configured-handler.js";
import { findHandlerClass } from "./handler-class.js";
import type { ModuleLoader } from "./module-loader.js";
import type { OptionPath } from "./option-path.js";
import { routeSchema } from "./options.js";
import type { Problems } from "./problem.js";
import { violations } from "./validation.js";

/** Makes handlers of what a configuration says of them. */
export class HandlerBuilder {
  readonly #directory: string;
  readonly #loader: ModuleLoader;
  readonly #problems: Problems;

  constructor(directory: string, loader: ModuleLoader, problems: Problems) {
    this.#directory = directory;
    this.#loader = loader;
    this.#problems = problems;
  }

  /**
   * Makes a handler of a description, or takes one that a program made itself. It is not opened.
   *
   * @returns undefined where something is wrong with it; the problems then say what
   */
  async build(description: unknown, place: OptionPath): Promise<ConfiguredHandler | undefined> {
    if (isHandler(description)) return this.#configured(description, {}, place);
    if (!isObject(description))
      return this.#wrong(place, 'must be a mapping with "class" and the options of the class');
    if (isHandler(description.handler)) {
      const { handler, ...route } = description;
      return this.#checkRoute(route, place) ? this.#configured(handler, route, place) : undefined;
    }
    if (!isPlain(description)) {
      const missing = missingMethods(description).map((name) => `${name}()`);
      return this.#wrong(place, `is no handler: it lacks ${missing.join(" and ")}`);
    }
    const { class: className, schemas, ack, ...options } = description;
    const route = withoutUndefined({ schemas, ack }) as RouteOptions;
    if (className === undefined) return this.#wrong(place, 'needs the option "class"');
    if (typeof className !== "string" || className === "") {
      return this.#wrong([...place, "class"], "must be the name of a handler class or of a module");
    }
    const found = await findHandlerClass(className, this.#loader);
    if (typeof found === "string") return this.#wrong([...place, "class"], found);
    const right = [this.#checkRoute(route, place), this.#check(found, options, place)];
    if (right.includes(false)) return undefined;
    const built = await this.#construct(found, options, route, place);
    return built && { ...built, description };
  }

  async #construct(
    handlerClass: HandlerClass,
    options: Record<string, unknown>,
    route: RouteOptions,
    place: OptionPath,
  ): Promise<ConfiguredHandler | undefined> {
    let target: ConfiguredHandler | undefined;
    if (handlerClass === MemoryHandler && options.target !== undefined) {
      target = await this.build(options.target, [...place, "target"]);
      if (target === undefined) return undefined;
      options.target = target.handler;
    }
    try {
      const handler = make(handlerClass, options);
      const missing = missingMethods(handler).map((name) => `${name}()`);
      if (missing.length > 0)
        return this.#wrong(place, `its class is no handler: it lacks ${missing.join(" and ")}`);
      return this.#configured(handler, route, place, target?.label);
    } catch (error) {
      return this.#wrong(place, `cannot be made: ${reasonOf(error)}`);
    }
  }

  #configured(handler: Handler, route: RouteOptions, place: OptionPath, target?: string): ConfiguredHandler {
    return { handler, route, place, label: handlerLabel(handler, this.#directory, target) };
  }

  /** True where what any handler can be given is as it must be. */
  #checkRoute(route: RouteOptions, place: OptionPath): boolean {
    const found = violations(routeSchema, route, place);
    for (const problem of found) this.#problems.add(problem);
    return found.length === 0;
  }

  /** True where the options are as the class wants them. */
  #check(handlerClass: HandlerClass, options: Record<string, unknown>, place: OptionPath): boolean {
    if (handlerClass.optionsSchema === undefined) return true;
    try {
      const found = violations(handlerClass.optionsSchema, options, place);
      for (const problem of found) this.#problems.add(problem);
      return found.length === 0;
    } catch (error) {
      this.#wrong([...place, "class"], `the optionsSchema of this class cannot be used: ${reasonOf(error)}`);
      return false;
    }
  }

  #wrong(place: OptionPath, message: string): undefined {
    this.#problems.add({ place, message });
  }
}

/** @throws what the class throws */
function make(handlerClass: HandlerClass, options: Record<string, unknown>): Handler {
  if (handlerClass.fromOptions !== undefined) return handlerClass.fromOptions(options);
  const Class = handlerClass as new (options: Record<string, unknown>) => Handler;
  return new Class(options);
}

function withoutUndefined(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** What somebody's code threw, in one line. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
