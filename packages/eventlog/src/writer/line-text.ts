/**
 * What JSON text holds raw, but many readers (Python's `splitlines` among them) take for the end of a line, or terminals
 * for a command: U+009B begins one as ESC does.
 */
const furtherControls = /[\u007f-\u009f\u2028\u2029]/g;
/** Strings that stand in JSON as they are: no control characters, quotes, backslashes, surrogates or line ends. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\uffff]*$/;

/** Makes one line of JSON text, safe to print, whatever its strings hold. */
export function oneLine(json: string): string {
  return json.replace(
    furtherControls,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A string as it stands in a line. */
export function quote(text: string): string {
  return `"${escaped(text)}"`;
}

/** A string as it stands between its quotes in a line. */
export function escaped(text: string): string {
  // A match over the whole string is quicker than a search for what is wrong in it, and than JSON.stringify.
  return plain.test(text) ? text : oneLine(JSON.stringify(text).slice(1, -1));
}
