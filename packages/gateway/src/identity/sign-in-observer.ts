import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import { SignIns } from "@daybook/server";
import type { Place } from "../places/place.js";
import { CredentialKeys, showsToken, tokenOf } from "./credentials.js";
import type { IdentitySource } from "./identity.js";

const schema = "daybook/authentications";
/** How servers refuse whoever they do not know; a browser they send to the login page. */
const refusals: ReadonlySet<number> = new Set([401, 403]);

/**
 * Notices who signs in to the server behind, and who is refused: by how it answers, and by whom it says that a token is of.
 * Neither tokens nor what stands in the form of the login page is looked at. What is one sign-in is decided as by the server
 * (`docs/decisions/0031`).
 */
export class SignInObserver {
  readonly #log: EventLog;
  readonly #signIns: SignIns;
  readonly #server: IdentitySource;
  readonly #keys = new CredentialKeys();
  readonly #asking = new Set<Promise<void>>();

  /** @param server the server behind: what a proxy in front lets pass has signed in there */
  constructor(parts: { log: EventLog; report: (problem: string) => void }, server: IdentitySource) {
    this.#log = parts.log;
    this.#signIns = new SignIns(parts);
    this.#server = server;
  }

  /**
   * @param place what the request is for
   * @returns what wants to know the status that it is answered with; nothing where nobody signs in by it
   */
  of(request: IncomingMessage, place: Place): ((status: number) => void) | undefined {
    if (!this.#log.allowedSchemas.has(schema)) return undefined;
    if (place.path === "login" && request.method === "POST")
      return (status) => this.#formSent(request, status);
    if (!showsToken(request)) return undefined;
    const isLink = request.headers.authorization === undefined;
    const isPage = isLink && request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
    return (status) => {
      const asking = this.#tokenShown(request, place, status, isPage).finally(() =>
        this.#asking.delete(asking),
      );
      this.#asking.add(asking);
    };
  }

  /** Records what is left, once it is known who those were who have just been answered. */
  async close(): Promise<void> {
    await Promise.all(this.#asking);
    this.#signIns.close();
  }

  #formSent(request: IncomingMessage, status: number): void {
    if (status >= 300 && status < 400) this.#signIns.succeeded("form", request);
    // 403 is for a form that comes from somewhere else.
    else if (status === 401) this.#signIns.failed("form", request);
  }

  /** Does not reject. */
  async #tokenShown(request: IncomingMessage, place: Place, status: number, isPage: boolean): Promise<void> {
    // An error of the server's, or no such path: it says nothing of the token.
    if (status >= 400 && !refusals.has(status)) return;
    const identity = await this.#server.identify(request, place);
    if (identity !== undefined) {
      if (isPage) this.#signIns.succeeded("link", request, identity.username);
      else this.#signIns.tokenUsed(request, identity.username, this.#tokenKey(request));
    } else if (refusals.has(status) || (isPage && status >= 300)) {
      this.#signIns.failed(isPage ? "link" : "token", request);
    }
  }

  /** Jupyter's server makes up a new name whenever it is asked whose its token is, so the name does not tell. */
  #tokenKey(request: IncomingMessage): string {
    return this.#keys.keyOf({ headers: [tokenOf(request) ?? ""], query: "" });
  }
}
