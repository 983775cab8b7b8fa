import type { IncomingMessage } from "node:http";
import type { Place } from "../places/place.js";
import type { Forwarding } from "../proxy/forwarded.js";
import { ask, type SmallAnswer } from "../proxy/small-request.js";
import type { Upstream } from "../proxy/upstream.js";
import { AnswerCache } from "./answer-cache.js";
import { CredentialKeys, credentialsOf } from "./credentials.js";
import type { Identity, IdentitySource } from "./identity.js";

/** That nobody is known holds no longer than this, in milliseconds: who has just logged in should not have to wait. */
const longestUnknown = 5000;

/** What was found out: nobody, or that the question got no answer. */
type Finding = Identity | "nobody" | "no-answer";

/**
 * Asks the server behind who sent a request: its `/api/me`, with the credentials of the request itself. A server that is too
 * old to have that knows nobody.
 */
export class ServerIdentity implements IdentitySource {
  readonly #upstream: Upstream;
  readonly #forwarding: Forwarding;
  readonly #keys = new CredentialKeys();
  readonly #cache: AnswerCache<Finding>;

  /** @param maxAge for how long an answer holds, in milliseconds */
  constructor(upstream: Upstream, forwarding: Forwarding, maxAge: number) {
    this.#upstream = upstream;
    this.#forwarding = forwarding;
    this.#cache = new AnswerCache((finding) => {
      if (finding === "no-answer") return 0;
      return finding === "nobody" ? Math.min(maxAge, longestUnknown) : maxAge;
    });
  }

  async identify(request: IncomingMessage, { baseUrl }: Place): Promise<Identity | undefined> {
    const credentials = credentialsOf(request);
    const found = await this.#cache.get(`${this.#keys.keyOf(credentials)} ${baseUrl}`, async () => {
      const path = `${baseUrl}api/me${credentials.query === "" ? "" : `?${credentials.query}`}`;
      return findingOf(await ask(this.#upstream, this.#forwarding, request, path));
    });
    return typeof found === "string" ? undefined : found;
  }
}

function findingOf(answer: SmallAnswer | undefined): Finding {
  if (answer === undefined || answer.status >= 500) return "no-answer";
  if (answer.status !== 200) return "nobody";
  const { identity } = (answer.body ?? {}) as { identity?: { username?: unknown } | null };
  const username = identity?.username;
  return typeof username === "string" && username !== "" ? { username, source: "server" } : "nobody";
}
