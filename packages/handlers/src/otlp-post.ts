import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

/** What a server has answered. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Buffer;
}

/** Nobody says more than this in an answer; what comes beyond is not looked at. */
const longestAnswer = 64 * 1024;

/** Posts to one address, by a connection that is kept. */
export class Poster {
  readonly #url: URL;
  readonly #agent: HttpAgent;

  constructor(url: URL) {
    this.#url = url;
    this.#agent = new (this.#secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1 });
  }

  get #secure(): boolean {
    return this.#url.protocol === "https:";
  }

  /** @param tls `ca`, `cert` and `key` as PEM */
  async post(
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
    tls: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const options = { method: "POST", agent: this.#agent, signal, ...tls };
    const request = (this.#secure ? httpsRequest : httpRequest)(this.#url, {
      ...options,
      headers: { ...headers, "content-length": String(body.length) },
    });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on("response", resolve).on("error", reject).end(body);
    });
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response) {
      length += chunk.length;
      if (length <= longestAnswer) chunks.push(chunk);
    }
    const { statusCode = 0, headers: answered } = response;
    return { status: statusCode, retryAfter: answered["retry-after"], body: Buffer.concat(chunks) };
  }

  close(): void {
    this.#agent.destroy();
  }
}
