import { join } from "node:path";
import { createJiti, type Jiti } from "jiti";
import * as daybook from "../index.js";

/**
 * Loads the modules that a configuration consists of or names, TypeScript too.
 *
 * `daybook` in them is this very package wherever they lie, so that a configuration works in an empty folder, and there
 * is one copy of the library: two would each have their own `FileHandler`.
 */
export class ModuleLoader {
  readonly #jiti: Jiti;

  /** @param directory where relative paths and the search for packages start */
  constructor(directory: string) {
    this.#jiti = createJiti(join(directory, "daybook.config.js"), {
      virtualModules: { daybook, "@daybook/eventlog": daybook },
      // jiti's cache is a folder that all users of a machine can write to, and a configuration may hold the token.
      fsCache: false,
      // Its mix of a module and its default export would hide that there is no default export.
      interopDefault: false,
    });
  }

  /** The file of a module; undefined where there is none. */
  resolve(specifier: string): string | undefined {
    return this.#jiti.esmResolve(specifier, { try: true });
  }

  /** @returns the default export, or undefined where there is none */
  async load(specifier: string): Promise<unknown> {
    const loaded = await this.#jiti.import<Record<string, unknown>>(specifier);
    const exported = loaded.default;
    // A CommonJS module that a compiler made of an ES one has its default export one level down.
    const compiled = exported as { __esModule?: boolean; default?: unknown } | undefined;
    return compiled?.__esModule === true && "default" in compiled ? compiled.default : exported;
  }
}

/** What a module threw, in one line: the rest is its stack, or lines of its source. */
export function loadingReason(error: unknown): string {
  if (!(error instanceof Error)) return "it threw something that is no error";
  const lines = error.message.split("\n").map((line) => line.trim());
  const [first = ""] = lines;
  const at = first.startsWith("ParseError") ? / *(\S+):(\d+):(\d+)$/.exec(lines[1] ?? "") : null;
  return at === null ? first : `${first} (line ${at[2]}, column ${Number(at[3]) + 1})`;
}
