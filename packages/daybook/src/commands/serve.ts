import { canGenerateCode } from "@daybook/eventlog/interpret-schema";
import type { ServerOptions } from "@daybook/server";
import { type Configuration, loadConfiguration, openHandlers } from "../configuration/configuration.js";
import { CommandError } from "../errors.js";
import { policyReport } from "../report/policy-report.js";
import { channelsOptions, kernelOptions } from "../serve/kernel-options.js";
import { chosenJupyterLab } from "../serve/jupyter-lab.js";
import { listeningLine } from "../serve/listening.js";
import { rootFolder } from "../serve/root-folder.js";
import { runUntilStopped } from "../serve/run-until-stopped.js";
import { serverFlags, settingsOfFlags } from "../serve/server-flags.js";
import { servedLogWarnings } from "../serve/served-logs.js";
import { StopSignals } from "../serve/stop-signals.js";
import { chooseToken } from "../serve/token.js";
import { type Command, configFlag, type Invocation, withoutConfig } from "./command.js";

/** Its router compiles the routes, and has no other way. */
const needsCode =
  "the server cannot run under --disallow-code-generation-from-strings, as its router (find-my-way, of Fastify) " +
  "generates code; the library and the other commands can";

export const serveCommand: Command = {
  words: ["serve"],
  summary: "runs the notebook server, which records its events",
  details: [
    withoutConfig,
    "Flags win over the configuration. SIGTERM and SIGINT stop the server once all events are handed on.",
    "Without a terminal, SIGHUP has it read the configuration again: handlers, allowed schemas and schema paths.",
  ].join("\n"),
  flags: { config: configFlag, ...serverFlags },
  async run(invocation) {
    const { terminal, values } = invocation;
    if (!canGenerateCode) throw new CommandError(needsCode);
    // Everything that can be wrong is found before anything is opened.
    const flags = settingsOfFlags(values, terminal.cwd);
    const configuration = await loadConfiguration({ file: values.config, cwd: terminal.cwd });
    const signals = new StopSignals(process.stdin.isTTY);
    const options = await serverOptions(configuration, flags, invocation);
    await openHandlers(configuration);
    terminal.err(policyReport(configuration));
    for (const warning of servedLogWarnings(configuration, options, terminal.cwd))
      terminal.err(`daybook: ${warning}\n`);
    return runUntilStopped({
      configuration,
      // Only now: the other commands should not wait until all of it is loaded.
      start: async () =>
        (await import("@daybook/server")).startServer({
          ...options,
          onShutdown: () => signals.ask("POST /api/shutdown"),
        }),
      ip: options.ip ?? "127.0.0.1",
      port: options.port ?? 8888,
      firstLine: (url) => listeningLine(url, options.token),
      signals,
      terminal,
    });
  },
};

async function serverOptions(
  configuration: Configuration,
  flags: Configuration["settings"]["ServerApp"],
  { terminal, values }: Invocation,
): Promise<ServerOptions> {
  // Only now: the other commands should not wait until all of it is loaded.
  const { findJupyterLab } = await import("@daybook/server");
  const { ServerApp, EventLog, ContentsManager, FileContentsManager, TerminalManager } =
    configuration.settings;
  const { token: configured, terminalsEnabled, ...app } = ServerApp;
  const options = {
    ...app,
    ...flags,
    maxEventSize: EventLog.maxEventSize,
    allowHidden: ContentsManager.allowHidden,
    alwaysDeleteDir: FileContentsManager.alwaysDeleteDir,
    kernels: kernelOptions(configuration.settings),
    channels: channelsOptions(configuration.settings),
    terminals: withoutUndefined({ ...TerminalManager, enabled: terminalsEnabled }),
    lab: chosenJupyterLab(configuration, terminal.environment, findJupyterLab),
  };
  return {
    ...withoutUndefined(options),
    log: configuration.log,
    rootDir: rootFolder(flags.rootDir, configuration, terminal.cwd),
    token: chooseToken({ flag: values.token, environment: terminal.environment.JUPYTER_TOKEN, configured }),
  };
}

/** What is left out must be absent, so that the server's defaults hold. */
function withoutUndefined(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
