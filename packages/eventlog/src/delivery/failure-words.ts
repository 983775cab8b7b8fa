import { HandlerError } from "../errors.js";

/** What the errors of connections mean, as words for the operator. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ETIMEDOUT: "there is no answer",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "names of hosts cannot be looked up",
  ENOENT: "there is no such socket or file",
  EACCES: "permission denied",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody who is trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody who is trusted",
};

/** Causes are looked at to this depth: `fetch` hides the reason in one. */
const deepestCause = 5;

/**
 * Why sending failed. Texts of others are not shown: they may hold an address with its password, or a part of an event.
 */
export function failureInWords(error: unknown): string {
  if (error instanceof HandlerError) return error.message;
  const code = codeOf(error);
  if (code !== undefined) return `${words[code] ?? "sending failed"} (${code})`;
  return `sending failed (${error instanceof Error ? error.name : typeof error})`;
}

function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > deepestCause) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === "string" && /^[A-Z][A-Z0-9_]*$/.test(code)) return code;
  // A connection that was tried at several addresses has an error for each.
  return codeOf(error.cause ?? (error as AggregateError).errors?.[0], depth + 1);
}
