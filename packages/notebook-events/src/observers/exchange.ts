/** Who says that it was a user: the notebook server, the hub, or a proxy in front that the operator trusts. */
export type ConfirmedBy = "server" | "hub" | "header";

/** One finished REST call, as the server answered it or as the gateway saw it pass. */
export interface Exchange {
  /** HTTP method in capitals: `"GET"`. */
  readonly method: string;
  /**
   * Path below the base URL, still percent-encoded, without leading slash or query: `"api/contents/a%20b.ipynb"`.
   * Encoded, because a `%2F` inside a name must not be taken for a slash of the route.
   */
  readonly path: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Parsed JSON body of the request; absent where there was none. */
  readonly requestBody?: unknown;
  /** Parsed JSON body of the answer; absent where there was none. */
  readonly responseBody?: unknown;
  /** Name of the user who sent the request, as the server or the hub confirmed it: never a client's own claim. */
  readonly user?: string;
  /** Who confirmed that name, where the events are to say it. */
  readonly confirmedBy?: ConfirmedBy;
  /** What the call was about as it was before, in the form of an answer's body; absent where nobody knows. */
  readonly priorState?: unknown;
  /** Media type of the answer's body, as its `Content-Type` has it; absent where nobody asked. */
  readonly responseType?: string;
  /** How many bytes of the answer's body were sent; absent where nobody counted. */
  readonly responseBytes?: number;
  /** True where the answer broke off before its end. */
  readonly responseBrokeOff?: boolean;
}

/**
 * A property of a JSON body, `undefined` where the body is no object or lacks it. Bodies come from outside: a
 * gateway passes on whatever a client sends, so nothing about their shape is certain.
 */
export function bodyProperty(body: unknown, name: string): unknown {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as Record<string, unknown>)[name];
}

/** The same for a property that is of use only as text. */
export function bodyText(body: unknown, name: string): string | undefined {
  const value = bodyProperty(body, name);
  return typeof value === "string" ? value : undefined;
}
