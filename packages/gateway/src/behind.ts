import { readHubOptions } from "./hub-options.js";
import { HeaderIdentity } from "./identity/header-identity.js";
import { Hub } from "./identity/hub.js";
import { HubIdentity } from "./identity/hub-identity.js";
import { type IdentitySource, IdentitySources } from "./identity/identity.js";
import { HubSenders, type Senders, ServerSenders } from "./identity/senders.js";
import { ServerIdentity } from "./identity/server-identity.js";
import type { CompleteGatewayOptions } from "./options.js";
import { HubPlaces } from "./places/hub-places.js";
import { HubEndpoints, type OwnEndpoints, ServerEndpoints } from "./places/own-endpoints.js";
import { type Places, SinglePlace } from "./places/place.js";
import { Forwarding } from "./proxy/forwarded.js";
import { TrustedProxies } from "./proxy/trusted-proxies.js";
import { Upstream } from "./proxy/upstream.js";

/** What is behind the gateway, one server or a hub with many, and who is known there. */
export interface Behind {
  readonly upstream: Upstream;
  readonly forwarding: Forwarding;
  readonly places: Places;
  readonly identities: IdentitySource;
  /** What the servers behind say themselves. */
  readonly servers: IdentitySource;
  readonly senders: Senders;
  readonly endpoints: OwnEndpoints;
  /** Lets go of all connections that nobody uses. */
  close(): void;
}

/** @throws {GatewayOptionError} for the first option that is wrong */
export function whatIsBehind(options: CompleteGatewayOptions): Behind {
  const upstream = new Upstream(options.upstream);
  const { baseUrl } = upstream;
  const proxies = new TrustedProxies(options.trustedProxies);
  const header = options.userHeader?.toLowerCase();
  const forwarding = new Forwarding(proxies, header);
  const maxAge = options.identityMaxAge * 1000;
  const servers = new ServerIdentity(upstream, forwarding, maxAge);
  const ofProxies = header === undefined ? [] : [new HeaderIdentity(proxies, header)];
  if (options.hub === undefined) {
    const places = new SinglePlace(baseUrl);
    const identities = new IdentitySources([...ofProxies, servers]);
    const senders = new ServerSenders(identities);
    const endpoints = new ServerEndpoints(places, baseUrl);
    const close = (): void => upstream.close();
    return { upstream, forwarding, places, identities, servers, senders, endpoints, close };
  }
  const { apiUrl, servicePrefix, service } = readHubOptions(options.hub, baseUrl);
  const hub = new Hub(apiUrl, maxAge);
  const places = new HubPlaces(baseUrl);
  const identities = new IdentitySources([...ofProxies, new HubIdentity(hub, servers)]);
  const senders = new HubSenders(hub, identities, service);
  const endpoints = new HubEndpoints(places, baseUrl, servicePrefix);
  const close = (): void => {
    upstream.close();
    hub.close();
  };
  return { upstream, forwarding, places, identities, servers, senders, endpoints, close };
}
