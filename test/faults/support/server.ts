import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DaybookServer } from "../../support/daybook.js";
import { attemptSchema } from "../programs/attempt.js";

/** A handler as a configuration has it. */
export type HandlerOptions = Readonly<Record<string, unknown>>;

interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly launcher?: readonly string[];
}

const words = ["--config", "daybook.json", "--token", "faults"];

/** Puts the configuration of a server with these handlers into a folder. */
export function configure(folder: string, handlers: readonly HandlerOptions[]): void {
  mkdirSync(join(folder, "served"), { recursive: true });
  writeFileSync(join(folder, "attempt.json"), JSON.stringify(attemptSchema));
  const configuration = {
    EventLog: { handlers, schema_paths: ["attempt.json"], allowed_schemas: [attemptSchema.$id] },
    ServerApp: { ip: "127.0.0.1", root_dir: "served" },
  };
  writeFileSync(join(folder, "daybook.json"), JSON.stringify(configuration));
}

/** Starts `daybook serve` in a folder that is configured, and waits until it listens. */
export function startServer(folder: string, options: StartOptions = {}): Promise<DaybookServer> {
  return DaybookServer.start(words, { cwd: folder, ...options });
}

/** The words after `daybook` of the same server. */
export const serveWords = ["serve", "--port", "0", ...words];
