import type { Flag } from "../commands/command.js";
import { sections } from "../configuration/options.js";
import { violations } from "../configuration/validation.js";
import { UsageError } from "../errors.js";

/** The flags of a gateway; they win over its configuration. */
export const gatewayFlags: Readonly<Record<string, Flag>> = {
  upstream: { value: "URL", description: "the notebook server behind it, such as http://127.0.0.1:8888/" },
  ip: { value: "ADDRESS", description: "the address to listen on (127.0.0.1)" },
  port: { value: "PORT", description: "the port; 0 takes a free one (8000)" },
};

/** What the flags say, in the form of the settings. */
export interface GatewayFlagSettings {
  readonly upstream?: string;
  readonly ip?: string;
  readonly port?: number;
}

/** @throws {UsageError} naming the flag that is wrong */
export function settingsOfGatewayFlags(
  values: Readonly<Record<string, string | undefined>>,
): GatewayFlagSettings {
  const given: Record<string, unknown> = {};
  for (const option of ["upstream", "ip", "port"]) {
    const text = values[option];
    if (text === undefined) continue;
    const value = option === "port" && /^\d+$/.test(text) ? Number(text) : text;
    const mistake = violations(sections.Gateway?.[option] ?? {}, value, [])[0]?.message;
    if (mistake !== undefined) throw new UsageError(`--${option} ${mistake}`);
    given[option] = value;
  }
  return given;
}
