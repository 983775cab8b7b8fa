import type {
  Acknowledgement,
  AllowedSchemas,
  Handler,
  RoutedHandler,
  RouteOptions,
} from "@daybook/eventlog";
import type { KernelConfig } from "./kernel-sections.js";

/** A handler as data: its class, and the options that the class takes. */
export interface HandlerDescription extends RouteOptions {
  /** `FileHandler`, `StreamHandler`, `NullHandler`, `MemoryHandler`, or a module whose default export is a class. */
  readonly class: string;
  readonly [option: string]: unknown;
}

/** A whole configuration, with the names that JavaScript has for it. `docs/configuration.md` has all of them. */
export interface DaybookConfig extends KernelConfig {
  readonly EventLog?: {
    /** Where events go. Default: nowhere, and then nothing is recorded. */
    readonly handlers?: readonly (Handler | RoutedHandler | HandlerDescription)[] | undefined;
    /** Which schemas are recorded, and what of them. Default: none. */
    readonly allowedSchemas?: AllowedSchemas | undefined;
    /** Files and folders with schemas of your own, beside those that come with Daybook. Default: none. */
    readonly schemaPaths?: readonly string[] | undefined;
    /** The largest event that is posted, alone or in a batch, in bytes of its JSON. Default: 1 MiB. */
    readonly maxEventSize?: number | undefined;
    /** Gives every event an id and a number, `__id__` and `__sequence__`. Default: false. */
    readonly eventIds?: boolean | undefined;
    /** Schemas whose events live subscribers get, whole, though they are not recorded. Default: none. */
    readonly broadcastSchemas?: readonly string[] | undefined;
  };
  readonly ServerApp?: {
    /** The address to listen on. Default: 127.0.0.1, this machine only. */
    readonly ip?: string | undefined;
    /** Default: 8888; 0 takes a free one. */
    readonly port?: number | undefined;
    /** The folder that is served. Default: the current one. */
    readonly rootDir?: string | undefined;
    /** What all paths begin with. Default: `/`. */
    readonly baseUrl?: string | undefined;
    /** Whoever has it may do everything. Default: `JUPYTER_TOKEN`, else a random one. */
    readonly token?: string | undefined;
    /** Another origin whose pages may call this server, or `*` for any. Default: none. */
    readonly allowOrigin?: string | undefined;
    /** Where a browser that asks for the base URL is sent, below it. Default: nowhere, it gets the home page. */
    readonly defaultUrl?: string | undefined;
    /** Answer whatever name a request has for this server. Default: only where `ip` is not of this machine alone. */
    readonly allowRemoteAccess?: boolean | undefined;
    /** Further names of this machine, beside `localhost`. Default: none. */
    readonly localHostnames?: readonly string[] | undefined;
    /** The largest body of a request, in bytes. Default: 512 MiB. */
    readonly maxBodySize?: number | undefined;
    /** How far an event must have come before its sender hears that it is kept. Default: `durable`. */
    readonly ack?: Acknowledgement | undefined;
    /** Let people open terminals. Default: true, where the machine can. */
    readonly terminalsEnabled?: boolean | undefined;
  };
  readonly Gateway?: {
    /** The server behind the gateway, with its base URL. Needed by `daybook gateway`, here or as `--upstream`. */
    readonly upstream?: string | undefined;
    /** The address to listen on. Default: 127.0.0.1, this machine only. */
    readonly ip?: string | undefined;
    /** Default: 8000; 0 takes a free one. */
    readonly port?: number | undefined;
    /** By schema: whether an action goes on while its event cannot be recorded. Default: `continue`. */
    readonly onFailure?: Readonly<Record<string, "continue" | "refuse">> | undefined;
    /** Addresses and networks of proxies whose word about their clients counts. Default: none. */
    readonly trustedProxies?: readonly string[] | undefined;
    /** The header in which they name the user. Default: none. */
    readonly userHeader?: string | undefined;
    /** For how many seconds an answer about who sent a request holds. Default: 60. */
    readonly identityMaxAge?: number | undefined;
    /** For how many seconds code whose kernel nobody is connected to may wait for its end. Default: 86400. */
    readonly executionPatience?: number | undefined;
  };
  /** For a gateway in front of a hub, whose public address is its `upstream`. */
  readonly JupyterHub?: {
    /** Where the hub answers its API. Default: none, and then the gateway stands in front of one server. */
    readonly apiUrl?: string | undefined;
    /** Where the gateway answers itself, ending in its name at the hub. Default: `/services/daybook/`, below the hub's base URL. */
    readonly servicePrefix?: string | undefined;
  };
  readonly ContentsManager?: {
    /** Serve files and folders whose names begin with a dot. Default: false. */
    readonly allowHidden?: boolean | undefined;
  };
  readonly FileContentsManager?: {
    /** Delete folders with all that is in them. Default: false, only empty ones. */
    readonly alwaysDeleteDir?: boolean | undefined;
  };
  readonly TerminalManager?: {
    /** The program of a terminal and its arguments. Default: the user's shell. */
    readonly shellCommand?: readonly string[] | undefined;
    /** After how many seconds without input or output a terminal is ended. Default: 0, never. */
    readonly cullInactiveTimeout?: number | undefined;
    /** How often that is looked after, in seconds. Default: 300. */
    readonly cullInterval?: number | undefined;
  };
  readonly LabApp?: {
    /** `share/jupyter/lab` of the JupyterLab to serve. Default: `JUPYTERLAB_DIR`, else the first one in Jupyter's data folders. */
    readonly appDir?: string | undefined;
    /** Default: `JUPYTERLAB_SETTINGS_DIR`, else `lab/user-settings` in Jupyter's folder of settings. */
    readonly userSettingsDir?: string | undefined;
    /** Default: `JUPYTERLAB_WORKSPACES_DIR`, else `lab/workspaces` there. */
    readonly workspacesDir?: string | undefined;
  };
}

/**
 * Returns a configuration as it is, so that an editor knows its options and their types.
 *
 * @example
 * // daybook.config.ts
 * import { defineConfig, FileHandler } from "daybook";
 *
 * export default defineConfig({
 *   EventLog: { handlers: [new FileHandler("event.log")], allowedSchemas: ["hub.jupyter.org/server-action"] },
 *   ServerApp: { port: 8888 },
 * });
 */
export function defineConfig(config: DaybookConfig): DaybookConfig {
  return config;
}
