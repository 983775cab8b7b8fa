import type { GatewayOptionError } from "@daybook/gateway";
import type { Configuration } from "../configuration/configuration.js";
import { named, sections } from "../configuration/options.js";
import { Problems } from "../configuration/problem.js";
import { UsageError } from "../errors.js";
import type { GatewayFlagSettings } from "./gateway-flags.js";

/**
 * Tells of an option that a gateway cannot use, by where it was written: a flag, or a place in the configuration.
 *
 * @throws {UsageError | ConfigurationError}
 */
export function throwOptionError(
  { option, message }: GatewayOptionError,
  flags: GatewayFlagSettings,
  { source }: Configuration,
): never {
  if (Object.hasOwn(flags, option)) throw new UsageError(`--${option}: ${message}`);
  const problems = new Problems();
  const name = option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const section = name in (sections.JupyterHub ?? {}) ? "JupyterHub" : "Gateway";
  problems.add({ place: [section, named(name, source.naming)], message });
  problems.throwIfAny(source);
  throw new UsageError(message);
}
