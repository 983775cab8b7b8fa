import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What a request shows to prove who sent it, as it stands in it. */
export interface Credentials {
  /** `Cookie` and `Authorization`, as a flat list. */
  readonly headers: readonly string[];
  /** `token=..` of the query, as it stands there; empty where there is none. */
  readonly query: string;
}

const names: ReadonlySet<string> = new Set(["cookie", "authorization"]);

export function credentialsOf({
  rawHeaders,
  url = "",
}: Pick<IncomingMessage, "rawHeaders" | "url">): Credentials {
  const headers: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (names.has(name.toLowerCase())) headers.push(name, rawHeaders[index + 1] as string);
  }
  const start = url.indexOf("?");
  const parameters = start < 0 ? [] : url.slice(start + 1).split("&");
  return { headers, query: parameters.filter(isToken).join("&") };
}

/** Servers decode names too: `%74oken=..` shows them a token. */
function isToken(parameter: string): boolean {
  return [...new URLSearchParams(parameter).keys()].includes("token");
}

/** Whether a request shows a token at all, in one of the ways in which servers look for it. */
export function showsToken(request: Pick<IncomingMessage, "rawHeaders" | "url">): boolean {
  const { headers, query } = credentialsOf(request);
  return (
    new URLSearchParams(query).getAll("token").some((token) => token !== "") ||
    headers.some((value, index) => index % 2 === 1 && /^(?:token|bearer)\s/i.test(value))
  );
}

/** Makes keys of credentials, from which nobody who reads the memory of this process later gets them back. */
export class CredentialKeys {
  readonly #secret = randomBytes(32);

  keyOf({ headers, query }: Credentials): string {
    return createHmac("sha256", this.#secret)
      .update(JSON.stringify([headers, query]))
      .digest("base64");
  }
}

/**
 * The token of a request, wherever it stands. Servers of a hub look at one in the address for some requests only: where two
 * say different things, neither is taken.
 */
export function tokenOf(request: Pick<IncomingMessage, "rawHeaders" | "url">): string | undefined {
  const { headers, query } = credentialsOf(request);
  const found = new Set(new URLSearchParams(query).getAll("token"));
  for (let index = 0; index < headers.length; index += 2) {
    const [, token] = /^(?:token|bearer)\s+(\S+)$/i.exec(headers[index + 1] as string) ?? [];
    if ((headers[index] as string).toLowerCase() === "authorization" && token !== undefined) found.add(token);
  }
  const [token = ""] = found;
  // It is to stand in a header.
  return found.size === 1 && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
