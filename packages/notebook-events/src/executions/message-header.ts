/** What is looked at of a message's header. */
export interface MessageHeader {
  /** `msg_id`: made by whoever sent the message. */
  readonly id: string;
  /** `msg_type`, such as `execute_request`. */
  readonly type: string;
}

/** Real headers have some 300 bytes. */
const maxHeaderBytes = 16 * 1024;
/** Ids are kept for as long as their answers take, and real ones have some 70 characters. */
const maxIdLength = 1024;

/** Reads a header, `undefined` where it is not JSON, lacks an id or a type, or is larger than any real one. */
export function readHeader(part: Buffer): MessageHeader | undefined {
  if (part.length > maxHeaderBytes) return undefined;
  const header = parse(part);
  if (typeof header !== "object" || header === null) return undefined;
  const { msg_id: id, msg_type: type } = header as { msg_id?: unknown; msg_type?: unknown };
  if (typeof id !== "string" || typeof type !== "string") return undefined;
  return id.length > maxIdLength || type.length > maxIdLength ? undefined : { id, type };
}

function parse(part: Buffer): unknown {
  try {
    return JSON.parse(part.toString());
  } catch {
    return undefined;
  }
}
