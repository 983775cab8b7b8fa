import { canGenerateCode } from "@daybook/eventlog/interpret-schema";
import type { GatewayOptionError, GatewayOptions } from "@daybook/gateway";
import { type Configuration, loadConfiguration, openHandlers } from "../configuration/configuration.js";
import { CommandError, UsageError } from "../errors.js";
import { gatewayFlags, type GatewayFlagSettings, settingsOfGatewayFlags } from "../gateway/gateway-flags.js";
import { throwOptionError } from "../gateway/option-error.js";
import { policyReport } from "../report/policy-report.js";
import { listeningLine } from "../serve/listening.js";
import { runUntilStopped } from "../serve/run-until-stopped.js";
import { StopSignals } from "../serve/stop-signals.js";
import { type Command, configFlag, withoutConfig } from "./command.js";

/** The router of its own endpoints compiles them, and has no other way. */
const needsCode =
  "the gateway cannot run under --disallow-code-generation-from-strings, as the router of its endpoints (find-my-way, of " +
  "Fastify) generates code; the library and the other commands can";

export const gatewayCommand: Command = {
  words: ["gateway"],
  summary: "runs the gateway, which records what is done on the Jupyter server behind it",
  details: [
    withoutConfig,
    "Flags win over the configuration. Clients show the gateway the token of the server behind, which is passed on.",
    "SIGTERM and SIGINT stop the gateway once all events are handed on.",
    "Without a terminal, SIGHUP has it read the configuration again: handlers, allowed schemas and schema paths.",
  ].join("\n"),
  flags: { config: configFlag, ...gatewayFlags },
  async run({ terminal, values }) {
    if (!canGenerateCode) throw new CommandError(needsCode);
    // Everything that can be wrong is found before anything is opened.
    const flags = settingsOfGatewayFlags(values);
    const configuration = await loadConfiguration({ file: values.config, cwd: terminal.cwd });
    const options = gatewayOptions(configuration, flags);
    // Only now: the other commands should not wait until all of it is loaded.
    const { assertGatewayOptions, startGateway } = await import("@daybook/gateway");
    try {
      assertGatewayOptions(options);
    } catch (error) {
      throwOptionError(error as GatewayOptionError, flags, configuration);
    }
    const signals = new StopSignals(process.stdin.isTTY);
    await openHandlers(configuration);
    terminal.err(policyReport(configuration));
    return runUntilStopped({
      configuration,
      start: () => startGateway(options),
      ip: options.ip ?? "127.0.0.1",
      port: options.port ?? 8000,
      firstLine: (url) => listeningLine(url),
      signals,
      terminal,
    });
  },
};

/** @throws {UsageError} where nothing says what server is behind the gateway */
function gatewayOptions({ settings, log }: Configuration, flags: GatewayFlagSettings): GatewayOptions {
  const options = { ...settings.Gateway, ...flags, maxEventSize: settings.EventLog.maxEventSize };
  const { upstream } = options;
  if (upstream === undefined) {
    throw new UsageError("the gateway needs the address of a server: --upstream http://127.0.0.1:8888/");
  }
  const { JupyterHub } = settings;
  const { apiUrl = "", servicePrefix } = JupyterHub;
  const hub = Object.keys(JupyterHub).length === 0 ? undefined : { apiUrl, servicePrefix };
  // What is left out must be absent, so that the gateway's defaults hold.
  const present = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...present, log, upstream, hub };
}
