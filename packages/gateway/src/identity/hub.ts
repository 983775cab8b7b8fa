import { askWith, type SmallAnswer } from "../proxy/small-request.js";
import { Upstream } from "../proxy/upstream.js";
import { AnswerCache } from "./answer-cache.js";
import { CredentialKeys } from "./credentials.js";

/** Whose a token is, as the hub says. */
export interface TokenHolder {
  readonly kind: "user" | "service";
  readonly name: string;
  /** What the token is good for, such as `access:servers!server=ada/`. */
  readonly scopes: readonly string[];
}

/** That a token is nobody's holds no longer than this, in milliseconds: it may be just about to be made. */
const longestUnknown = 5000;

type Finding = TokenHolder | "nobody" | "no-answer";

/**
 * The API of a JupyterHub. It says whose a token is when it is asked with that token, as it does for the users' servers; so the
 * gateway needs none of its own.
 */
export class Hub {
  readonly #api: Upstream;
  readonly #keys = new CredentialKeys();
  readonly #cache: AnswerCache<Finding>;

  /**
   * @param apiUrl such as `http://127.0.0.1:8081/hub/api`
   * @param maxAge for how long an answer holds, and so how late a revoked token is noticed, in milliseconds
   * @throws {GatewayOptionError} for what is no such address
   */
  constructor(apiUrl: string, maxAge: number) {
    this.#api = new Upstream(apiUrl, "apiUrl");
    this.#cache = new AnswerCache((finding) => {
      if (finding === "no-answer") return 0;
      return finding === "nobody" ? Math.min(maxAge, longestUnknown) : maxAge;
    });
  }

  /** Whose a token is; `undefined` where the hub knows none, or does not answer. Does not reject. */
  async holderOf(token: string): Promise<TokenHolder | undefined> {
    const headers = ["Authorization", `token ${token}`];
    const key = this.#keys.keyOf({ headers, query: "" });
    const found = await this.#cache.get(key, async () =>
      findingOf(await askWith(this.#api, `${this.#api.baseUrl}user`, ["Host", this.#api.host, ...headers])),
    );
    return typeof found === "string" ? undefined : found;
  }

  close(): void {
    this.#api.close();
  }
}

function findingOf(answer: SmallAnswer | undefined): Finding {
  if (answer === undefined || answer.status >= 500 || answer.status === 429) return "no-answer";
  if (answer.status !== 200) return "nobody";
  const { kind, name, scopes } = (answer.body ?? {}) as Record<string, unknown>;
  if ((kind !== "user" && kind !== "service") || typeof name !== "string" || name === "") return "nobody";
  const texts = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
  return { kind, name, scopes: texts };
}
