import type { Terminal } from "../commands/terminal.js";
import type { Configuration } from "../configuration/configuration.js";
import { Lifecycle } from "./lifecycle.js";
import { startError } from "./listening.js";
import { LiveConfiguration } from "./live-configuration.js";
import { drainTime, shutDown } from "./shutdown.js";
import type { StopSignals } from "./stop-signals.js";

/** What listens: the server, or the gateway. */
interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

/** What {@link runUntilStopped} needs. */
export interface Run {
  readonly configuration: Configuration;
  readonly start: () => Promise<Listener>;
  /** Where it is to listen, for the message where it cannot. */
  readonly ip: string;
  readonly port: number;
  /** The first line on standard output. */
  readonly firstLine: (url: string) => string;
  readonly signals: StopSignals;
  readonly terminal: Terminal;
}

/**
 * Runs until a signal asks to stop, then hands on all events.
 *
 * @returns the exit status
 * @throws {CommandError} where it cannot listen
 */
export async function runUntilStopped(run: Run): Promise<number> {
  const { configuration, signals, terminal } = run;
  const { log } = configuration;
  const lifecycle = new Lifecycle(log, terminal.err);
  const live = new LiveConfiguration(configuration, terminal.cwd, terminal.err, () => lifecycle.reloaded());
  if (!process.stdin.isTTY) process.on("SIGHUP", () => void live.reload());
  let server: Listener;
  try {
    server = await run.start();
  } catch (error) {
    await log.close().catch(() => {});
    throw startError(error, run.ip, run.port);
  }
  lifecycle.started();
  if (!signals.received) terminal.out(run.firstLine(server.url));
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
