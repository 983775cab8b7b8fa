import crypto from "node:crypto";

/**
 * SHA-256 of a text's UTF-8, in hexadecimal digits.
 *
 * @example
 * sha256Of(""); // "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
 */
export const sha256Of: (text: string) => string =
  // At once, without an object for what is still to come: a third of the time. Node has it since 20.12.
  crypto.hash === undefined
    ? (text) => crypto.createHash("sha256").update(text).digest("hex")
    : (text) => crypto.hash("sha256", text, "hex");
