import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { serverError } from "../../errors.js";
import { readSmallFile } from "../files-on-disk/small-file.js";
import { type Kernelspec, parseKernelspec } from "./kernelspec.js";

/** Where kernelspecs come from. */
export interface KernelspecManagerOptions {
  /** The folders that hold a folder for each kernelspec. Of two of one name, the earlier one counts. */
  readonly kernelDirs: readonly string[];
  /** The names that may be used; empty for all. */
  readonly allowedKernelspecs: readonly string[];
  /** The one to use where none is asked for. Where it is missing: `python3`, else the first. */
  readonly defaultKernelName: string;
  readonly report: (problem: string) => void;
}

/** The native kernel of Jupyter. */
const usualKernel = "python3";

/**
 * The kernels that are installed. They are looked for each time, so that one installed while the server runs is there at
 * once, as with Jupyter.
 */
export class KernelspecManager {
  readonly #options: KernelspecManagerOptions;
  /** What was reported, so that it is not told each time somebody asks for the list. */
  readonly #reported = new Set<string>();

  constructor(options: KernelspecManagerOptions) {
    this.#options = options;
  }

  /** All that can be used, by name. A broken one is reported and left out. */
  async all(): Promise<ReadonlyMap<string, Kernelspec>> {
    const specs = new Map<string, Kernelspec>();
    for (const [name, folder] of await this.#folders()) {
      const spec = await this.#read(name, folder);
      if (spec !== undefined) specs.set(name, spec);
    }
    return specs;
  }

  /** @throws {ServerError} `kernelspec-not-found` */
  async get(name: string): Promise<Kernelspec> {
    const key = name.toLowerCase();
    const folder = (await this.#folders()).get(key);
    const spec = folder === undefined ? undefined : await this.#read(key, folder);
    if (spec === undefined) throw serverError("kernelspec-not-found", `Kernel spec ${name} not found`);
    return spec;
  }

  /** The name of the kernelspec to use where none is asked for; empty where there is none. */
  async defaultName(specs?: ReadonlyMap<string, Kernelspec>): Promise<string> {
    const names = [...(specs ?? (await this.all())).keys()];
    const wishes = [this.#options.defaultKernelName.toLowerCase(), usualKernel];
    return wishes.find((name) => names.includes(name)) ?? names[0] ?? "";
  }

  async #folders(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const { kernelDirs, allowedKernelspecs } = this.#options;
    const allowed = allowedKernelspecs.map((name) => name.toLowerCase());
    for (const folder of kernelDirs) {
      for (const entry of await entriesOf(folder)) {
        const name = entry.name.toLowerCase();
        if (found.has(name) || !/^[a-z0-9._-]+$/.test(name)) continue;
        if (allowed.length > 0 && !allowed.includes(name)) continue;
        const resourceDir = join(folder, entry.name);
        if (await hasSpec(resourceDir)) found.set(name, resourceDir);
      }
    }
    return found;
  }

  async #read(name: string, folder: string): Promise<Kernelspec | undefined> {
    const file = join(folder, "kernel.json");
    try {
      return parseKernelspec(name, folder, (await readSmallFile(file)).bytes.toString());
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const problem = `the kernelspec ${file} is left out: ${code ?? message}`;
      if (!this.#reported.has(problem)) this.#options.report(problem);
      this.#reported.add(problem);
      return undefined;
    }
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    // Most of the folders that are searched do not exist.
    return [];
  }
}

async function hasSpec(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).includes("kernel.json");
  } catch {
    return false;
  }
}
