import { join } from "node:path";
import { jupyterPath, jupyterRuntimeDir } from "../../jupyter-paths.js";

/** How kernels are found and run. Times are in seconds, as in Jupyter's configuration. */
export interface KernelOptions {
  /** The folders with a folder for each kernelspec. Default: those of Jupyter's data folders. */
  readonly kernelDirs?: readonly string[];
  /** Where connection files lie. Default: Jupyter's runtime folder. */
  readonly runtimeDir?: string;
  /** The kernelspecs that may be used. Default: all. */
  readonly allowedKernelspecs?: readonly string[];
  /** The kernelspec that is used where none is asked for. Default: `python3`, where it is missing the first. */
  readonly defaultKernelName?: string;
  /** `ipc` connects by files that only the user may open; not every kernel can. Default: `tcp`, on 127.0.0.1. */
  readonly transport?: "tcp" | "ipc";
  /** For how long a kernel that was restarted may take to answer. Default: 60. */
  readonly kernelInfoTimeout?: number;
  /** For how long a kernel may take to end before it is killed. Default: 5. */
  readonly shutdownWaitTime?: number;
  /** Start a kernel that died once more. Default: true. */
  readonly autorestart?: boolean;
  /** How often in a row, before it is given up. Default: 5. */
  readonly restartLimit?: number;
  /** After how long without dying a kernel counts as well started. Default: 10. */
  readonly stableStartTime?: number;
  /** Shut kernels down that nobody used for so long. Default: 0, never. */
  readonly cullIdleTimeout?: number;
  /** How often to look for such kernels. Default: 300. */
  readonly cullInterval?: number;
  /** Also those with clients that are connected. Default: false. */
  readonly cullConnected?: boolean;
  /** Also those that work. Default: false. */
  readonly cullBusy?: boolean;
}

export type CompleteKernelOptions = Required<KernelOptions>;

/** Fills in the defaults. */
export function completeKernelOptions(options: KernelOptions = {}): CompleteKernelOptions {
  return {
    kernelDirs: jupyterPath().map((folder) => join(folder, "kernels")),
    runtimeDir: jupyterRuntimeDir(),
    allowedKernelspecs: [],
    defaultKernelName: "",
    transport: "tcp",
    kernelInfoTimeout: 60,
    shutdownWaitTime: 5,
    autorestart: true,
    restartLimit: 5,
    stableStartTime: 10,
    cullIdleTimeout: 0,
    cullInterval: 300,
    cullConnected: false,
    cullBusy: false,
    ...options,
  };
}
