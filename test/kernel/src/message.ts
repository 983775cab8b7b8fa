import { createHmac, randomUUID } from "node:crypto";

/** A message of Jupyter's protocol, parsed. */
export interface Message {
  /** Whom a reply goes to. */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parentHeader: Partial<Header>;
  readonly metadata: object;
  // biome-ignore lint/suspicious/noExplicitAny: each type of message has a content of its own, which is not checked here
  readonly content: any;
  readonly buffers: readonly Buffer[];
}

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

const delimiter = Buffer.from("<IDS|MSG>");
const session = randomUUID();

/** What is said, before it becomes a message. */
export interface Saying {
  readonly type: string;
  readonly content: object;
  readonly buffers?: readonly Buffer[];
}

/** The frames of a message that answers another one. */
export function frames(
  key: string,
  identities: readonly Buffer[],
  parent: Message | undefined,
  { type, content, buffers = [] }: Saying,
): Buffer[] {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: "test-kernel",
    date: new Date().toISOString(),
    version: "5.4",
  };
  const parts = [header, parent?.header ?? {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...identities, delimiter, Buffer.from(signature(key, parts)), ...parts, ...buffers];
}

/** @throws {Error} where the signature is wrong: the tests are to notice */
export function parse(key: string, received: readonly Buffer[]): Message {
  const place = received.findIndex((frame) => frame.equals(delimiter));
  const signed = received.slice(place + 2, place + 6);
  if (String(received[place + 1]) !== signature(key, signed)) throw new Error("a message is not signed");
  const [header, parentHeader, metadata, content] = signed.map((part) => JSON.parse(String(part)));
  return {
    identities: received.slice(0, place),
    header,
    parentHeader,
    metadata,
    content,
    buffers: received.slice(place + 6),
  };
}

function signature(key: string, parts: readonly Buffer[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
