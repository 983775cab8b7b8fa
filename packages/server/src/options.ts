import type { EventLog } from "@daybook/eventlog";
import { jupyterConfigDir, jupyterConfigPath, jupyterDataDir, ownSurroundings } from "./jupyter-paths.js";
import {
  type ChannelsOptions,
  type CompleteChannelsOptions,
  completeChannelsOptions,
} from "./services/kernels/channels/channels-options.js";
import {
  type CompleteKernelOptions,
  completeKernelOptions,
  type KernelOptions,
} from "./services/kernels/kernel-options.js";
import type { TerminalSettings } from "./services/terminals/manager.js";
import type { ConfigFolders } from "./services/config/config-sections.js";
import type { JupyterLab } from "./services/lab/installation.js";

/** The folders of the user who runs the server, and of the machine. */
export interface JupyterFolders extends ConfigFolders {
  /** The user's own data. */
  readonly dataDir: string;
}

/** What a notebook server is started with. */
export interface ServerOptions {
  /** Records the events. It stays the caller's: closing the server does not close it. */
  readonly log: EventLog;
  /** The folder whose contents are served. Nothing outside of it can be reached. */
  readonly rootDir: string;
  /** Whoever has it may do everything. Not empty. */
  readonly token: string;
  /** The address to listen on. Default: 127.0.0.1, this machine only. */
  readonly ip?: string;
  /** Default: 8888; 0 takes a free one. */
  readonly port?: number;
  /** What all paths begin with. Default: `/`. */
  readonly baseUrl?: string;
  /** Where a browser that asks for the base URL is sent, below it, such as `/lab`. Default: nowhere, it gets the home page. */
  readonly defaultUrl?: string;
  /** Another origin whose pages may call this server, or `*` for any (with a token, never with a cookie). Default: none. */
  readonly allowOrigin?: string;
  /** Answer whatever name the request has for this server. Default: only where `ip` is not of this machine alone. */
  readonly allowRemoteAccess?: boolean;
  /** Further names of this machine, beside `localhost`. */
  readonly localHostnames?: readonly string[];
  /** The largest body of a request, in bytes. Default: 512 MiB. */
  readonly maxBodySize?: number;
  /** The largest event that is posted, alone or in a batch, in bytes of its JSON. Default: 1 MiB. */
  readonly maxEventSize?: number;
  /** Serve files and folders whose names begin with a dot. Default: false. */
  readonly allowHidden?: boolean;
  /** Delete folders with all that is in them. Default: false, only empty ones. */
  readonly alwaysDeleteDir?: boolean;
  /** How kernels are found and run. */
  readonly kernels?: KernelOptions;
  /** How the WebSockets of kernels behave. */
  readonly channels?: ChannelsOptions;
  /** How terminals are run. */
  readonly terminals?: TerminalSettings;
  /** A JupyterLab to serve at `/lab`: `findJupyterLab()` finds one. Default: none. */
  readonly lab?: JupyterLab;
  /** Where front ends keep their configuration, and signatures of notebooks are kept. Default: where Jupyter does. */
  readonly jupyterPaths?: JupyterFolders;
  /**
   * Is called when a client asks the server to stop. Default: it closes, as by `close()`; the event log stays open.
   */
  readonly onShutdown?: () => void;
  /**
   * Is told what goes wrong, without names of notebooks or files that are served. For what should never happen, lines
   * follow that say where in our own code it did. Default: writes to standard error.
   */
  readonly report?: (problem: string) => void;
}

/** What has no default, or one that only the server itself can give. */
type Optional = "lab" | "onShutdown";

/** The same with every default filled in. */
export interface CompleteServerOptions
  extends Required<Omit<ServerOptions, Optional | "kernels" | "channels">>,
    Pick<ServerOptions, Optional> {
  readonly kernels: CompleteKernelOptions;
  readonly channels: CompleteChannelsOptions;
}

/** Fills in the defaults. */
export function completeOptions(options: ServerOptions): CompleteServerOptions {
  const ip = options.ip ?? "127.0.0.1";
  return {
    port: 8888,
    defaultUrl: "",
    allowOrigin: "",
    localHostnames: [],
    maxBodySize: 512 * 1024 * 1024,
    maxEventSize: 1024 * 1024,
    allowHidden: false,
    alwaysDeleteDir: false,
    terminals: {},
    jupyterPaths: options.jupyterPaths ?? {
      config: jupyterConfigPath(),
      configDir: jupyterConfigDir(ownSurroundings()),
      dataDir: jupyterDataDir(ownSurroundings()),
    },
    report: (problem) => process.stderr.write(`daybook: ${problem}\n`),
    ...options,
    kernels: completeKernelOptions(options.kernels),
    channels: completeChannelsOptions(options.channels),
    ip,
    baseUrl: normalizeBaseUrl(options.baseUrl ?? "/"),
    allowRemoteAccess: options.allowRemoteAccess ?? !isLoopback(ip),
  };
}

/** True for addresses and names that only this machine itself can reach. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A base URL begins and ends with one slash. */
function normalizeBaseUrl(baseUrl: string): string {
  const path = baseUrl.replace(/^\/+|\/+$/g, "");
  return path === "" ? "/" : `/${path}/`;
}
