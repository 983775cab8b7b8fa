import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { RetryLater } from "../../delivery/destination.js";
import type { TlsFiles } from "../tls-files.js";

/** The longest answer that is read, in bytes. Another Daybook's to 1000 events has at most half of that. */
const longestAnswer = 4 * 1024 * 1024;
const mostRedirects = 3;

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly signal: AbortSignal;
}

/**
 * Posts over one connection, which is kept. Node's own client rather than `fetch`: it reads no answer into memory that
 * nobody bounds, and sends through no proxy that the environment happens to name.
 */
export class HttpClient {
  readonly #agent: HttpAgent;
  readonly #request: typeof httpRequest;

  /** @param tls what the files hold, not their names */
  constructor(protocol: string, tls: TlsFiles) {
    const secure = protocol === "https:";
    const options = { keepAlive: true, maxSockets: 1 };
    this.#agent = secure ? new HttpsAgent({ ...options, ...tls }) : new HttpAgent(options);
    this.#request = secure ? httpsRequest : httpRequest;
  }

  /**
   * Posts, and follows redirects that stay with the server and say that the same is to be posted again.
   *
   * @throws {RetryLater} for an answer that is too long; and what the connection throws
   */
  async post(url: URL, post: Post): Promise<HttpAnswer> {
    let target = url;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#exchange(target, post);
      const next = redirects < mostRedirects ? redirectOf(response, target) : undefined;
      const text = await textOf(response);
      if (next === undefined) {
        return { status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"], text };
      }
      target = next;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(url: URL, post: Post, again = true): Promise<IncomingMessage> {
    const { headers, bytes, signal } = post;
    return new Promise((resolve, reject) => {
      const request = this.#request(url, { method: "POST", agent: this.#agent, headers, signal }, resolve);
      request.on("error", (error: NodeJS.ErrnoException) => {
        // A server may close a connection that was idle in the moment in which it is used again: that is no failure.
        const stale = request.reusedSocket && error.code === "ECONNRESET" && !signal.aborted;
        if (stale && again) resolve(this.#exchange(url, post, false));
        else reject(error);
      });
      request.end(bytes);
    });
  }
}

function redirectOf({ statusCode, headers }: IncomingMessage, from: URL): URL | undefined {
  if (statusCode !== 307 && statusCode !== 308) return undefined;
  const { location = "" } = headers;
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  // To another server neither events nor tokens go that the operator has not sent there.
  return next?.origin === from.origin ? next : undefined;
}

/** Read to its end, so that the connection can be used again. */
async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response) {
    length += piece.length;
    if (length > longestAnswer) throw new RetryLater("the server's answer is longer than 4 MiB");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
