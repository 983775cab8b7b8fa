import { canGenerateCode } from "@daybook/eventlog/interpret-schema";
import type { RunningServer, ServerOptions } from "@daybook/server";
import { type Configuration, loadConfiguration, openHandlers } from "../configuration/configuration.js";
import { CommandError } from "../errors.js";
import { policyReport } from "../report/policy-report.js";
import { channelsOptions, kernelOptions } from "../serve/kernel-options.js";
import { chosenJupyterLab } from "../serve/jupyter-lab.js";
import { listeningLine, startError } from "../serve/listening.js";
import { Lifecycle } from "../serve/lifecycle.js";
import { LiveConfiguration } from "../serve/live-configuration.js";
import { rootFolder } from "../serve/root-folder.js";
import { serverFlags, settingsOfFlags } from "../serve/server-flags.js";
import { servedLogWarnings } from "../serve/served-logs.js";
import { drainTime, shutDown } from "../serve/shutdown.js";
import { StopSignals } from "../serve/stop-signals.js";
import { chooseToken } from "../serve/token.js";
import { type Command, configFlag, type Invocation, withoutConfig } from "./command.js";
import type { Terminal } from "./terminal.js";

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
    return serve(configuration, options, signals, terminal);
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

async function serve(
  configuration: Configuration,
  options: ServerOptions,
  signals: StopSignals,
  terminal: Terminal,
): Promise<number> {
  const { log } = configuration;
  const lifecycle = new Lifecycle(log, terminal.err);
  const live = new LiveConfiguration(configuration, terminal.cwd, terminal.err, () => lifecycle.reloaded());
  if (!process.stdin.isTTY) process.on("SIGHUP", () => void live.reload());
  let server: RunningServer;
  try {
    const { startServer } = await import("@daybook/server");
    server = await startServer({ ...options, onShutdown: () => signals.ask("POST /api/shutdown") });
  } catch (error) {
    await log.close().catch(() => {});
    throw startError(error, options.ip ?? "127.0.0.1", options.port ?? 8888);
  }
  lifecycle.started();
  if (!signals.received) terminal.out(listeningLine(server.url, options.token));
  const cause = await signals.first;
  terminal.err(`daybook: ${cause}; finishing requests and handing on events\n`);
  const { handlers } = live;
  const lost = await shutDown({
    server,
    log,
    handlers,
    lastWords: () => lifecycle.stopped(),
    impatience: signals.second,
    patience: drainTime,
  });
  if (lost === undefined) return 0;
  terminal.err(`daybook: ${lost}\n`);
  return 1;
}
