import type { IncomingMessage } from "node:http";
import type { Place } from "../places/place.js";
import { tokenOf } from "./credentials.js";
import type { Hub } from "./hub.js";
import type { Identity, IdentitySource } from "./identity.js";

/**
 * Knows the users of a JupyterHub: by their tokens, which the hub confirms, and by the cookies of browsers, which only the
 * user's own server can read. That server belongs to its user, who may run any program in its place, so its word counts for
 * its owner and for nobody else.
 */
export class HubIdentity implements IdentitySource {
  readonly #hub: Hub;
  readonly #servers: IdentitySource;

  /** @param servers ask the users' servers */
  constructor(hub: Hub, servers: IdentitySource) {
    this.#hub = hub;
    this.#servers = servers;
  }

  async identify(request: IncomingMessage, place: Place): Promise<Identity | undefined> {
    const token = tokenOf(request);
    const holder = token === undefined ? undefined : await this.#hub.holderOf(token);
    // A service may be called as a user is.
    if (holder !== undefined)
      return holder.kind === "user" ? { username: holder.name, source: "hub" } : undefined;
    if (request.headers.cookie === undefined || place.owner === undefined) return undefined;
    const told = await this.#servers.identify(request, place);
    return told?.username === place.owner.username ? told : undefined;
  }
}
