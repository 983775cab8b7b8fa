import type { IncomingMessage } from "node:http";
import type { TrustedProxies } from "../proxy/trusted-proxies.js";
import type { Identity, IdentitySource } from "./identity.js";

/** Takes the word of proxies that the operator trusts, in the header that they use for it. */
export class HeaderIdentity implements IdentitySource {
  readonly #proxies: TrustedProxies;
  readonly #header: string;

  /** @param header in lower case */
  constructor(proxies: TrustedProxies, header: string) {
    this.#proxies = proxies;
    this.#header = header;
  }

  async identify({ headersDistinct, socket }: IncomingMessage): Promise<Identity | undefined> {
    if (!this.#proxies.has(socket.remoteAddress)) return undefined;
    const [username = "", ...others] = headersDistinct[this.#header] ?? [];
    // A second one could be the client's own, which the proxy has let through.
    if (username === "" || others.length > 0) return undefined;
    return { username, source: "header" };
  }
}
