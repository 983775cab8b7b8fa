import { serverError } from "../../errors.js";

/** The content of a file as a model carries it. */
export interface FileContent {
  readonly content: string;
  readonly format: "text" | "base64";
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Encodes the bytes of a file for a model.
 *
 * @param format `text` must be UTF-8; without one, text is tried and base64 used where it is not
 * @throws {ServerError} `bad-format` where text was asked for and the bytes are not UTF-8
 */
export function encodeContent(bytes: Uint8Array, format: string | undefined, path: string): FileContent {
  if (format !== "base64") {
    try {
      return { content: utf8.decode(bytes), format: "text" };
    } catch {
      if (format === "text") throw serverError("bad-format", `The file is not UTF-8 text: ${path}`);
    }
  }
  return {
    content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
    format: "base64",
  };
}

/**
 * Decodes the content of a model into the bytes of a file.
 *
 * @throws {ServerError} `bad-format` where the format is neither text nor base64, or the content is not in it
 */
export function decodeContent(content: unknown, format: unknown, path: string): Buffer {
  if (format !== "text" && format !== "base64") {
    throw serverError("bad-format", `The format of a file's content must be text or base64: ${path}`);
  }
  if (typeof content !== "string")
    throw serverError("bad-format", `The content of a file must be a string: ${path}`);
  if (format === "text") {
    // Half a character has no bytes: a replacement would be saved in its place.
    if (/\p{Surrogate}/u.test(content))
      throw serverError("bad-format", `The text is not well-formed Unicode: ${path}`);
    return Buffer.from(content, "utf8");
  }
  // Python's encoder breaks lines.
  const digits = content.replace(/[\r\n\t ]+/g, "");
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) {
    throw serverError("bad-format", `The content is not base64: ${path}`);
  }
  return Buffer.from(digits, "base64");
}
