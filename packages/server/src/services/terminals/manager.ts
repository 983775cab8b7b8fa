import { serverError } from "../../errors.js";
import { inheritedEnvironment } from "../../inherited-environment.js";
import { loadPseudoTerminals, type PseudoTerminals } from "./pseudo-terminals.js";
import { Terminal } from "./terminal.js";

/** How terminals are run. */
export interface TerminalSettings {
  /** Whether there are terminals at all. Default: true, where the machine can. */
  readonly enabled?: boolean;
  /** The program of a terminal and its arguments. Default: the user's shell. */
  readonly shellCommand?: readonly string[];
  /** After how many seconds without input or output a terminal is ended. Default: 0, never. */
  readonly cullInactiveTimeout?: number;
  /** How often that is looked after, in seconds. Default: 300. */
  readonly cullInterval?: number;
}

export interface TerminalManagerOptions extends TerminalSettings {
  /** Where terminals start unless they are told: a host path. */
  readonly rootDir: string;
  /** Variables of the environment beside those of the server. */
  readonly environment?: () => Readonly<Record<string, string | undefined>>;
  /** Is called when a terminal writes or reads something. */
  readonly noteActivity?: () => void;
  /** What makes pseudo-terminals; loaded when first asked for. */
  readonly load?: () => Promise<PseudoTerminals | string>;
}

/** Whether terminals can be had, or in a sentence why not. */
export type TerminalsAvailability =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string };

/** All running terminals. */
export class TerminalManager {
  readonly #options: TerminalManagerOptions;
  readonly #terminals = new Map<string, Terminal>();
  readonly #culling: NodeJS.Timeout | undefined;
  #loaded: Promise<PseudoTerminals | string> | undefined;
  #closed = false;

  constructor(options: TerminalManagerOptions) {
    this.#options = options;
    const { cullInactiveTimeout = 0, cullInterval = 300 } = options;
    if (cullInactiveTimeout > 0) {
      this.#culling = setInterval(() => this.#cull(cullInactiveTimeout), cullInterval * 1000).unref();
    }
  }

  /** Front ends show terminals only where there can be some: JupyterLab's `terminalsAvailable`. */
  async availability(): Promise<TerminalsAvailability> {
    const loaded = await this.#load();
    return typeof loaded === "string" ? { available: false, reason: loaded } : { available: true };
  }

  /**
   * Starts a terminal.
   *
   * @param options.name default: the smallest number that is free
   * @param options.cwd the folder that it starts in: a host path; default: the root
   * @throws {ServerError} `terminals-unavailable`, `already-exists`
   */
  async create({ name, cwd }: { name?: string | undefined; cwd?: string | undefined }): Promise<Terminal> {
    const { rootDir, environment = () => ({}), noteActivity = () => {} } = this.#options;
    const loaded = await this.#load();
    if (typeof loaded === "string") throw serverError("terminals-unavailable", loaded);
    if (this.#closed) throw serverError("stopping");
    if (name !== undefined && this.#terminals.has(name))
      throw serverError("already-exists", `There is a terminal of this name already: ${name}`);
    const [file = "", ...args] = this.#options.shellCommand ?? usersShell();
    const pty = loaded.spawn(file, args, {
      name: "xterm-256color",
      cwd: cwd ?? rootDir,
      env: { ...inheritedEnvironment(), ...environment() },
    });
    const terminal = new Terminal(name ?? this.#freeName(), pty, noteActivity);
    this.#terminals.set(terminal.name, terminal);
    void terminal.ended.then(() => this.#terminals.delete(terminal.name));
    return terminal;
  }

  /** @throws {ServerError} `not-found` */
  get(name: string): Terminal {
    const terminal = this.#terminals.get(name);
    if (terminal === undefined) throw serverError("not-found", "There is no such terminal");
    return terminal;
  }

  list(): Terminal[] {
    return [...this.#terminals.values()];
  }

  /** Ends one terminal and waits for it. @throws {ServerError} `not-found` */
  async remove(name: string): Promise<void> {
    await this.get(name).end();
  }

  /** Ends all of them, and starts no more. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#culling);
    await Promise.all(this.list().map((terminal) => terminal.end()));
  }

  #load(): Promise<PseudoTerminals | string> {
    const { enabled = true, load = () => loadPseudoTerminals() } = this.#options;
    if (!enabled) return Promise.resolve("Terminals are turned off here, by ServerApp.terminals_enabled");
    this.#loaded ??= load();
    return this.#loaded;
  }

  #freeName(): string {
    let number = 1;
    while (this.#terminals.has(String(number))) number += 1;
    return String(number);
  }

  #cull(timeout: number): void {
    const before = Date.now() - timeout * 1000;
    for (const terminal of this.list()) if (terminal.lastActivity < before) void terminal.end();
  }
}

/** A login shell, where nobody has logged in before: a server that a service manager started has few variables. */
function usersShell(): readonly string[] {
  if (process.platform === "win32") return ["powershell.exe"];
  return [process.env.SHELL || "sh", ...(process.stdout.isTTY ? [] : ["-l"])];
}
