import { validateHeaderName, validateHeaderValue } from "node:http";
import { EventLogError, HandlerError } from "../../errors.js";
import { readSecret, type Secret } from "../../secret.js";

/** The headers that an operator chooses. */
export interface HeaderOptions {
  readonly token: Secret | undefined;
  readonly headers: Readonly<Record<string, string | Secret>>;
}

/** They say how the body is sent, which the handler does. */
const ours = new Set(["connection", "content-encoding", "content-length", "host", "transfer-encoding"]);
/** Whoever reads one of these can do what we can. */
const secrets = new Set(["authorization", "cookie", "proxy-authorization"]);

/** @throws {EventLogError} code `invalid-option`; the message names the header, and never its value */
export function checkHeaders(handler: string, { token, headers }: HeaderOptions): void {
  const wrong = (problem: string): never => {
    throw new EventLogError("invalid-option", `the headers of a ${handler}: ${problem}`);
  };
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!isHeader(name, typeof value === "string" ? value : "")) wrong(`${name} is no header of HTTP`);
    if (ours.has(lower)) wrong(`${name} is set by the handler; leave it out`);
    if (typeof value === "string" && secrets.has(lower)) {
      wrong(
        `${name} is a secret; name the environment variable or the file that it stands in: { env: NAME }`,
      );
    }
    if (lower === "authorization" && token !== undefined) wrong(`${name} and token exclude each other`);
  }
}

/** @throws {HandlerError} where a secret is not where it should be, or no header can carry it */
export function readHeaders({ token, headers }: HeaderOptions, directory: string): Record<string, string> {
  const read: Record<string, string> = {};
  const add = (option: string, name: string, value: string): void => {
    if (!isHeader(name, value)) throw new HandlerError(`the ${option} holds characters that no header can`);
    read[name] = value;
  };
  if (token !== undefined) {
    add("token", "Authorization", `Bearer ${readSecret("token", token, directory)}`);
  }
  for (const [name, value] of Object.entries(headers)) {
    const option = `header ${name}`;
    add(option, name, typeof value === "string" ? value : readSecret(option, value, directory));
  }
  return read;
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
