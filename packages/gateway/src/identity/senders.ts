import type { IncomingMessage } from "node:http";
import type { EventSender } from "@daybook/server";
import type { Owner, Place } from "../places/place.js";
import { tokenOf } from "./credentials.js";
import type { Hub, TokenHolder } from "./hub.js";
import type { IdentitySource } from "./identity.js";

/** Knows who posts events, and what their events may say of who it was. */
export interface Senders {
  /** `undefined` for who may not post them. Does not reject. */
  senderOf(request: IncomingMessage, place: Place): Promise<EventSender | undefined>;
}

/** Whoever the server behind knows may post events, as to that server. */
export class ServerSenders implements Senders {
  readonly #identities: IdentitySource;

  constructor(identities: IdentitySource) {
    this.#identities = identities;
  }

  async senderOf(request: IncomingMessage, place: Place): Promise<EventSender | undefined> {
    const identity = await this.#identities.identify(request, place);
    return identity && { username: identity.username };
  }
}

/**
 * The users of a hub post events in their own names: with a token that leads to a server of theirs, as each server has one, or
 * from pages of the server. The hub itself and its operator post with the token of this service, in anybody's name.
 */
export class HubSenders implements Senders {
  readonly #hub: Hub;
  readonly #identities: IdentitySource;
  readonly #service: string;

  /** @param service the name of the gateway among the services of the hub */
  constructor(hub: Hub, identities: IdentitySource, service: string) {
    this.#hub = hub;
    this.#identities = identities;
    this.#service = service;
  }

  async senderOf(request: IncomingMessage, place: Place): Promise<EventSender | undefined> {
    const token = tokenOf(request);
    const holder = token === undefined ? undefined : await this.#hub.holderOf(token);
    if (holder?.kind === "service") {
      return holder.name === this.#service ? { username: holder.name } : undefined;
    }
    if (holder !== undefined && !leadsTo(holder, place.owner)) return undefined;
    const username = holder?.name ?? (await this.#identities.identify(request, place))?.username;
    if (username === undefined || (place.owner !== undefined && username !== place.owner.username))
      return undefined;
    const servername = place.owner?.serverName;
    return {
      username,
      confirmed: { username, requester: username },
      ...(servername === undefined ? {} : { known: { servername } }),
    };
  }
}

/** Other services have tokens of users too, which are good for less. */
function leadsTo({ name, scopes }: TokenHolder, owner: Owner | undefined): boolean {
  const server = `access:servers!server=${name}/${owner?.serverName ?? ""}`;
  return scopes.some(
    (scope) =>
      scope === "access:servers" ||
      scope === `access:servers!user=${name}` ||
      (owner === undefined ? scope.startsWith(server) : scope === server),
  );
}
