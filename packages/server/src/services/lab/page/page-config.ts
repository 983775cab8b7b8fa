import type { CompleteServerOptions } from "../../../options.js";
import type { JupyterLab } from "../installation.js";
import type { Data } from "../json-files.js";

/** What the address of a page says. */
export interface PageAddress {
  /** `doc` shows one document and nothing else. */
  readonly mode: "lab" | "doc";
  readonly workspace: string;
  /** The path of what is to be opened. */
  readonly treePath: string;
  /** The path that was asked for, where there is no such page. */
  readonly notFoundUrl?: string;
}

/** What the page config needs of the server. */
export interface PageServer extends Pick<CompleteServerOptions, "baseUrl" | "rootDir" | "allowHidden"> {
  readonly terminalsAvailable: boolean;
}

/** The names below the base URL that the front end calls. */
const addresses = {
  appUrl: "lab",
  labextensionsUrl: "lab/extensions",
  settingsUrl: "lab/api/settings",
  workspacesApiUrl: "lab/api/workspaces",
  listingsUrl: "lab/api/listings",
  themesUrl: "lab/api/themes",
  licensesUrl: "lab/api/licenses",
  treeUrl: "lab/tree",
  translationsApiUrl: "lab/api/translations",
};

/** Messages of a kernel that do not mean that somebody works with it; as jupyter_server has them. */
const untrackedMessageTypes = [
  ...["comm_info", "kernel_info", "shutdown", "interrupt", "debug"].flatMap((name) => [
    `${name}_request`,
    `${name}_reply`,
  ]),
  ...["stream", "display_data", "update_display_data", "execute_input", "execute_result", "error", "status"],
  ...["clear_output", "debug_event", "input_request", "input_reply"],
];

/**
 * What JupyterLab is told in its page: where things are on this server, and what it may offer. The token is not in it:
 * the browser has a cookie, and what is in a page, any script that is shown in it can read.
 *
 * @param written what the operator's files say; it goes over what stands here
 */
export function pageConfig(
  lab: JupyterLab,
  { baseUrl, rootDir, allowHidden, terminalsAvailable }: PageServer,
  address: PageAddress,
  written: Data,
): Data {
  const relative = Object.entries(addresses).map(([key, path]) => [key, `/${path}`]);
  const full = Object.entries(addresses).map(([key, path]) => [
    `full${key[0]?.toUpperCase()}${key.slice(1)}`,
    baseUrl + path,
  ]);
  return {
    ...Object.fromEntries([...relative, ...full]),
    appName: "JupyterLab",
    appNamespace: "lab",
    appVersion: lab.version,
    fullStaticUrl: `${baseUrl}lab/static`,
    serverRoot: rootDir,
    preferredPath: "/",
    terminalsAvailable,
    allow_hidden_files: allowHidden,
    // What is deleted here is gone, so the question before it must not speak of a trash.
    delete_to_trash: false,
    quitButton: true,
    cacheFiles: true,
    devMode: false,
    exposeAppInBrowser: false,
    notebookStartsKernel: true,
    copyAbsolutePath: false,
    // A JupyterLab is built where it is installed, not by the server that serves it.
    buildAvailable: false,
    buildCheck: false,
    extensionManager: { name: "read-only", can_install: false, install_path: null },
    // Nothing here asks the internet for news of its own accord.
    news: { disabled: true },
    ignorePlugins: [],
    untracked_message_types: untrackedMessageTypes,
    // The front end compares this with the versions of Jupyter's own server.
    notebookVersion: "[2, 21, 1]",
    ...written,
    baseUrl,
    wsUrl: "",
    token: "",
    mode: address.mode === "doc" ? "single-document" : "multiple-document",
    workspace: address.workspace,
    treePath: address.treePath,
    ...(address.notFoundUrl === undefined ? {} : { notFoundUrl: address.notFoundUrl }),
  };
}
