import type { IncomingMessage } from "node:http";
import type { Place } from "../places/place.js";

/** Who sent a request, confirmed by somebody else than the sender. */
export interface Identity {
  readonly username: string;
  /** Who confirms it: the server behind, the hub, or a proxy in front that the operator trusts. */
  readonly source: "server" | "hub" | "header";
}

/** Knows who sent requests. What a client says of itself never counts. */
export interface IdentitySource {
  /**
   * Who sent a request; `undefined` where nobody confirms anybody. Does not reject.
   *
   * @param place what the request is for
   */
  identify(request: IncomingMessage, place: Place): Promise<Identity | undefined>;
}

/** Asks sources one after the other, until one knows. */
export class IdentitySources implements IdentitySource {
  readonly #sources: readonly IdentitySource[];

  constructor(sources: readonly IdentitySource[]) {
    this.#sources = sources;
  }

  async identify(request: IncomingMessage, place: Place): Promise<Identity | undefined> {
    for (const source of this.#sources) {
      const identity = await source.identify(request, place);
      if (identity !== undefined) return identity;
    }
    return undefined;
  }
}
