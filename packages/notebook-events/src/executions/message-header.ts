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
  return part.length > maxHeaderBytes ? undefined : headerIn(part.toString());
}

let lastParent: { readonly text: string; readonly header: MessageHeader | undefined } = {
  text: "",
  header: undefined,
};

/** The same for the header of a parent: a kernel says many things because of one request, and each time has the whole of it. */
export function readParent(part: Buffer): MessageHeader | undefined {
  if (part.length > maxHeaderBytes) return undefined;
  const text = part.toString();
  if (text !== lastParent.text) lastParent = { text, header: headerIn(text) };
  return lastParent.header;
}

function headerIn(text: string): MessageHeader | undefined {
  const header = parse(text);
  if (typeof header !== "object" || header === null) return undefined;
  const { msg_id: id, msg_type: type } = header as { msg_id?: unknown; msg_type?: unknown };
  if (typeof id !== "string" || typeof type !== "string") return undefined;
  return id.length > maxIdLength || type.length > maxIdLength ? undefined : { id, type };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
