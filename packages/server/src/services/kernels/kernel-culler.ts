import type { Kernel } from "./kernel.js";
import type { CompleteKernelOptions } from "./kernel-options.js";

type CullOptions = Pick<
  CompleteKernelOptions,
  "cullIdleTimeout" | "cullInterval" | "cullConnected" | "cullBusy"
>;

/** Shuts down kernels that nobody has used for a while. */
export class KernelCuller {
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param cull shuts a kernel down */
  constructor(options: CullOptions, kernels: () => Iterable<Kernel>, cull: (kernel: Kernel) => void) {
    if (options.cullIdleTimeout <= 0) return;
    this.#timer = setInterval(() => {
      for (const kernel of kernels()) if (isIdle(kernel, options, Date.now())) cull(kernel);
    }, options.cullInterval * 1000).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** Whether a kernel is to be culled. A kernelspec may set a time of its own: `metadata.cull_idle_timeout`. */
export function isIdle(
  kernel: Pick<Kernel, "spec" | "lastActivity" | "executionState" | "connections">,
  { cullIdleTimeout, cullBusy, cullConnected }: Omit<CullOptions, "cullInterval">,
  now: number,
): boolean {
  const own = kernel.spec.metadata.cull_idle_timeout;
  const timeout = typeof own === "number" ? own : cullIdleTimeout;
  if (now - kernel.lastActivity.getTime() <= timeout * 1000) return false;
  if (kernel.executionState === "busy" && !cullBusy) return false;
  return kernel.connections === 0 || cullConnected;
}
