import { GatewayOptionError } from "./errors.js";
import type { HubOptions } from "./options.js";
import { Upstream } from "./proxy/upstream.js";

/** What the options of a hub come to. */
export interface HubSettings {
  readonly apiUrl: string;
  /** Begins and ends with a slash. */
  readonly servicePrefix: string;
  /** The name of the gateway among the services of the hub. */
  readonly service: string;
}

/**
 * @param baseUrl of the hub
 * @throws {GatewayOptionError} for the first option that is wrong
 */
export function readHubOptions({ apiUrl, servicePrefix }: HubOptions, baseUrl: string): HubSettings {
  new Upstream(apiUrl, "apiUrl");
  const prefix = servicePrefix ?? `${baseUrl}services/daybook/`;
  const [, service] = /^\/(?:[\w.~-]+\/)*services\/([\w.~-]+)\/$/.exec(prefix) ?? [];
  if (service === undefined || !prefix.startsWith(baseUrl)) {
    throw new GatewayOptionError(
      "servicePrefix",
      `it is a path such as ${baseUrl}services/daybook/, with slashes at both ends`,
    );
  }
  return { apiUrl, servicePrefix: prefix, service };
}
