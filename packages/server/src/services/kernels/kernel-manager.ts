import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { serverError } from "../../errors.js";
import { RootPaths } from "../files-on-disk/paths.js";
import type { KernelspecManager } from "../kernelspecs/kernelspec-manager.js";
import { KernelConnection } from "./connection.js";
import { FreePorts } from "./free-ports.js";
import type { Kernel } from "./kernel.js";
import { KernelCuller } from "./kernel-culler.js";
import { kernelEnvironment } from "./kernel-environment.js";
import type { CompleteKernelOptions } from "./kernel-options.js";
import { ProcessGuard } from "./process-guard.js";
import { workingFolder } from "./working-folder.js";

/** How long kernels may take to end when the server does, in seconds: whoever stops it does not wait for ever. */
const lastWait = 3;

/** What kernels are started with. */
export interface KernelManagerParts {
  readonly specs: KernelspecManager;
  readonly options: CompleteKernelOptions;
  readonly rootDir: string;
  readonly allowHidden: boolean;
  readonly report: (problem: string) => void;
}

/** What a new kernel is to be. */
export interface StartOptions {
  /** The name of its kernelspec; without one, the default. */
  readonly name?: string;
  /** The contents path of its notebook, or of a folder: there it works. Without one, in the root. */
  readonly path?: string;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** All running kernels. "kernel" tells of each new one, before its process runs. */
export class KernelManager extends EventEmitter<{ kernel: [Kernel] }> {
  readonly #parts: KernelManagerParts;
  readonly #paths: RootPaths;
  readonly #kernels = new Map<string, Kernel>();
  readonly #freePorts = new FreePorts();
  readonly #guard: ProcessGuard;
  readonly #culler: KernelCuller;
  #closing: Promise<void> | undefined;
  #lastActivity = new Date();

  constructor(parts: KernelManagerParts) {
    super();
    this.#parts = parts;
    this.#paths = new RootPaths(parts.rootDir, parts.allowHidden);
    this.#guard = new ProcessGuard(parts.report);
    this.#culler = new KernelCuller(
      parts.options,
      () => this.#kernels.values(),
      (kernel) => void this.#cull(kernel),
    );
  }

  /** When any kernel was last used, or shut down. */
  get lastActivity(): Date {
    for (const { lastActivity } of this.#kernels.values())
      if (lastActivity > this.#lastActivity) this.#lastActivity = lastActivity;
    return this.#lastActivity;
  }

  /**
   * Starts a kernel. Its process runs when this resolves; whether it answers, `ready()` tells.
   *
   * ```ts
   * const kernel = await kernels.start({ name: "python3", path: "analysis/first.ipynb" });
   * await kernel.ready();
   * ```
   *
   * @throws {ServerError} `kernelspec-not-found`, `kernel-not-started`, and those of contents paths
   */
  async start({ name, path = "", env = {} }: StartOptions = {}): Promise<Kernel> {
    this.#refuseWhenClosing();
    const { specs, options, report } = this.#parts;
    const wanted = name || (await specs.defaultName());
    if (wanted === "") throw serverError("kernelspec-not-found", "There is no kernel on this machine");
    const spec = await specs.get(wanted);
    const rootDir = await workingFolder(this.#paths, "");
    const cwd = await workingFolder(this.#paths, path);
    // With it comes ZeroMQ, a library that has to be there for the machine: a server without kernels does without.
    const { Kernel } = await import("./kernel.js");
    const id = randomUUID();
    const kernel = new Kernel({
      id,
      spec,
      cwd,
      env: kernelEnvironment({ own: process.env, spec: spec.env, given: env, rootDir }),
      connection: new KernelConnection(id, { ...options, freePorts: this.#freePorts }),
      guard: this.#guard,
      options,
      report,
    });
    this.#refuseWhenClosing();
    // Before it runs: whoever closes all kernels meanwhile must find it.
    this.#kernels.set(id, kernel);
    kernel.once("closed", () => {
      this.#kernels.delete(id);
      this.#lastActivity = new Date();
    });
    this.emit("kernel", kernel);
    await kernel.start();
    return kernel;
  }

  /** @throws {ServerError} `kernel-not-found` */
  get(id: string): Kernel {
    const kernel = this.#kernels.get(id);
    if (kernel === undefined) throw serverError("kernel-not-found", `Kernel does not exist: ${id}`);
    return kernel;
  }

  /** Those that run, the oldest first. */
  list(): Kernel[] {
    return [...this.#kernels.values()];
  }

  /** Ends a kernel, whatever it does. @throws {ServerError} `kernel-not-found` */
  async shutdown(id: string): Promise<void> {
    await this.get(id).shutdown();
  }

  /** Ends all kernels, and leaves no process behind. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    this.#culler.close();
    const waitTime = Math.min(lastWait, this.#parts.options.shutdownWaitTime);
    await Promise.all(this.list().map((kernel) => kernel.shutdown(waitTime)));
    await this.#guard.close();
  }

  async #cull(kernel: Kernel): Promise<void> {
    this.#parts.report(`kernel ${kernel.id} (${kernel.name}) is shut down, as nobody uses it`);
    await kernel.shutdown();
  }

  #refuseWhenClosing(): void {
    if (this.#closing !== undefined) throw serverError("stopping");
  }
}
