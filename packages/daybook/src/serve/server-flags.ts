import { resolve } from "node:path";
import type { Flag } from "../commands/command.js";
import type { Settings } from "../configuration/settings.js";
import { camelCase, sections } from "../configuration/options.js";
import { violations } from "../configuration/validation.js";
import { UsageError } from "../errors.js";

/** The flags of a server; they win over its configuration. */
export const serverFlags: Readonly<Record<string, Flag>> = {
  ip: { value: "ADDRESS", description: "the address to listen on (127.0.0.1)" },
  port: { value: "PORT", description: "the port; 0 takes a free one (8888)" },
  "root-dir": { value: "DIR", description: "the folder to serve (the current one)" },
  "base-url": { value: "PATH", description: "what all paths begin with (/)" },
  token: { value: "TOKEN", description: "who has it may do everything (JUPYTER_TOKEN, else a random one)" },
};

/**
 * What the flags say of the server, in the form of the settings. The token is not among it: it has further sources.
 *
 * @param cwd where a relative `--root-dir` starts
 * @throws {UsageError} naming the flag that is wrong
 */
export function settingsOfFlags(
  values: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Settings["ServerApp"] {
  const given: Record<string, unknown> = {};
  for (const option of ["ip", "port", "root_dir", "base_url"]) {
    const flag = option.replace("_", "-");
    const text = values[flag];
    if (text === undefined) continue;
    const value = option === "port" && /^\d+$/.test(text) ? Number(text) : text;
    const mistake = serverOptionMistake(option, value);
    if (mistake !== undefined) throw new UsageError(`--${flag} ${mistake}`);
    given[camelCase(option)] = option === "root_dir" ? resolve(cwd, text) : value;
  }
  return given;
}

/** What is wrong with the value of an option of `ServerApp`, as the end of a sentence. */
export function serverOptionMistake(option: string, value: unknown): string | undefined {
  return violations(sections.ServerApp?.[option] ?? {}, value, [])[0]?.message;
}
