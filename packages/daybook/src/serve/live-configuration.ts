import { isDeepStrictEqual } from "node:util";
import { type Configuration, loadConfiguration } from "../configuration/configuration.js";
import type { ConfiguredHandler } from "../configuration/configured-handler.js";
import { HandlerBuilder, reasonOf } from "../configuration/build-handlers.js";
import { ModuleLoader } from "../configuration/module-loader.js";
import { named } from "../configuration/options.js";
import { Problems } from "../configuration/problem.js";
import type { Settings } from "../configuration/settings.js";
import { ConfigurationError } from "../errors.js";
import { policyReport } from "../report/policy-report.js";
import { handlerChanges } from "./handler-changes.js";

/** The options that a running server takes over; all others wait for its next start. */
const live: Partial<Record<keyof Settings, readonly string[]>> = {
  EventLog: ["handlers", "allowedSchemas", "schemaPaths", "broadcastSchemas"],
};

/**
 * The configuration of a server that runs, which can be read again while events flow.
 *
 * ```
 * read again, and check all of it ─▶ wrong: tell, and go on as before
 *   └▶ new schemas ─▶ policy ─▶ handlers: those that go, those that change, those that are new ─▶ report
 * ```
 */
export class LiveConfiguration {
  #current: Configuration;
  readonly #cwd: string;
  readonly #tell: (text: string) => void;
  readonly #takenOver: () => void;
  #reloading: Promise<void> = Promise.resolve();

  /**
   * @param tell gets what the operator is to read: whole lines
   * @param takenOver is called when another configuration is in force
   */
  constructor(
    current: Configuration,
    cwd: string,
    tell: (text: string) => void,
    takenOver: () => void = () => {},
  ) {
    this.#current = current;
    this.#cwd = cwd;
    this.#tell = tell;
    this.#takenOver = takenOver;
  }

  /** The handlers that events go to now. */
  get handlers(): readonly ConfiguredHandler[] {
    return this.#current.handlers;
  }

  /** Reads the configuration again and takes over what has changed. Never rejects; one after the other. */
  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reload());
    return this.#reloading;
  }

  async #reload(): Promise<void> {
    const { file } = this.#current.source;
    if (file === undefined) return this.#say("there is no configuration to read again");
    try {
      const next = await loadConfiguration({ file, cwd: this.#cwd });
      if (next.handlers.some(({ description }) => description === undefined)) {
        return this.#say(
          `${next.source.name} is a program that makes handlers itself; restart to change them`,
        );
      }
      await this.#takeOver(next);
    } catch (error) {
      const told = error instanceof ConfigurationError ? error.message : reasonOf(error);
      this.#say(`the configuration was not taken over; all goes on as before:\n${told}`);
    }
  }

  async #takeOver(next: Configuration): Promise<void> {
    const { log } = this.#current;
    for (const change of this.#addSchemas(next)) this.#say(change);
    // At once, so that what is no longer to be recorded is not, whatever handlers take to close.
    log.allowedSchemas = next.log.allowedSchemas;
    log.live.broadcastSchemas = next.log.live.broadcastSchemas;
    const handlers = await this.#changeHandlers(next);
    for (const option of changedElsewhere(this.#current, next)) {
      this.#say(`${option} takes effect at the next start`);
    }
    this.#current = { ...next, log, handlers };
    this.#takenOver();
    this.#tell(policyReport(this.#current));
    this.#say(`${next.source.name} was read again`);
  }

  /** @returns what could not be taken over */
  #addSchemas(next: Configuration): string[] {
    const { log } = this.#current;
    const known = new Map(log.schemas.map((schema) => [titleOf(schema), schema]));
    const problems: string[] = [];
    for (const schema of next.log.schemas) {
      const registered = known.get(titleOf(schema));
      if (registered === undefined) log.registerSchema(schema);
      else if (!isDeepStrictEqual(registered, schema)) {
        problems.push(`the schema ${titleOf(schema)} has changed; give it a new version, or restart`);
      }
    }
    return problems;
  }

  async #changeHandlers(next: Configuration): Promise<ConfiguredHandler[]> {
    const { log } = this.#current;
    const { kept, removed, added, replaced } = handlerChanges(this.#current.handlers, next.handlers);
    const running = [...kept];
    for (const { handler, label } of removed) {
      await log.removeHandler(handler);
      await this.#attempt(label, () => handler.close());
    }
    for (const change of replaced) {
      const handler = await this.#replace(change.old, change.next);
      if (handler !== undefined) running.push(handler);
    }
    for (const configured of added) {
      const { handler, route, label } = configured;
      if (await this.#attempt(label, async () => log.registerHandler(handler, route)))
        running.push(configured);
    }
    return running;
  }

  /** @returns the handler that now has the place; undefined where none has */
  async #replace(old: ConfiguredHandler, next: ConfiguredHandler): Promise<ConfiguredHandler | undefined> {
    const { log, source } = this.#current;
    // Made anew, as a handler that was closed is not opened again.
    const builder = new HandlerBuilder(source.directory, new ModuleLoader(source.directory), new Problems());
    const again = await builder.build(old.description, old.place);
    const { handler, route, label } = next;
    const options = again === undefined ? route : { ...route, otherwise: () => again.handler };
    if (await this.#attempt(label, () => log.replaceHandler(old.handler, () => handler, options)))
      return next;
    return again !== undefined && log.handlers.includes(again.handler) ? again : undefined;
  }

  /** True where it went well; what went wrong is told. */
  async #attempt(label: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#say(`${label}: ${reasonOf(error)}`);
      return false;
    }
  }

  #say(sentence: string): void {
    this.#tell(`daybook: ${sentence}\n`);
  }
}

function titleOf(schema: object): string {
  const { $id, version } = schema as { $id?: unknown; version?: unknown };
  return `${$id} version ${version}`;
}

/** The options that are written otherwise than before and are not taken over. */
function changedElsewhere(before: Configuration, after: Configuration): string[] {
  return Object.keys(after.settings).flatMap((section) => {
    const [old, next] = [before, after].map(
      ({ settings }) => settings[section as keyof Settings] as Record<string, unknown>,
    ) as [Record<string, unknown>, Record<string, unknown>];
    return [...new Set([...Object.keys(old), ...Object.keys(next)])]
      .filter((option) => !live[section as keyof Settings]?.includes(option))
      .filter((option) => !isDeepStrictEqual(old[option], next[option]))
      .map((option) => `${section}.${named(snakeCase(option), after.source.naming)}`);
  });
}

function snakeCase(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
