import { createHmac } from "node:crypto";
import type { NotebookPart } from "../notebook/lines.js";
import { pythonNumber, sortedKeys } from "../notebook/python-json.js";

/** Short texts are hashed together, as each call costs more than their bytes do. */
const enoughText = 64 * 1024;
/** Longer ones are hashed as they are: to put them together would copy them. */
const longText = 4 * 1024;

/**
 * What a notebook is recognized by: an HMAC-SHA256 over all keys, in order, and all values, as Python writes them. It is
 * the same that nbformat computes of the same file, but for the numbers that {@link pythonJson} names.
 *
 * ```ts
 * notebookDigest(readNotebook(bytes, "a.ipynb").notebook, secret); // 64 hexadecimal digits
 * ```
 *
 * Whether a text is one string or a list of its lines makes no difference.
 *
 * @see https://nbformat.readthedocs.io/en/latest/api.html#module-nbformat.sign
 */
export function notebookDigest(notebook: NotebookPart, secret: Uint8Array): string {
  const hmac = createHmac("sha256", secret);
  let text = "";
  const add = (part: string) => {
    const isLong = part.length > longText;
    if (!isLong) text += part;
    if (isLong || text.length >= enoughText) {
      hmac.update(text, "utf8");
      text = "";
    }
    if (isLong) hmac.update(part, "utf8");
  };
  addValue(notebook, add);
  return hmac.update(text, "utf8").digest("hex");
}

function addValue(value: unknown, add: (part: string) => void): void {
  if (typeof value === "string") add(value);
  else if (Array.isArray(value)) for (const item of value) addValue(item, add);
  else if (typeof value === "object" && value !== null) {
    for (const key of sortedKeys(value)) {
      add(key);
      addValue((value as NotebookPart)[key], add);
    }
  } else add(pythonWord(value));
}

/** A number that JSON cannot say is `null` in the file. */
function pythonWord(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return pythonNumber(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return "None";
}
