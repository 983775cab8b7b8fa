import { maximumDepth } from "@daybook/eventlog";
import { type OptionPath, optionPathText } from "./option-path.js";

/** Where the first mistake in a JSON text is, and what was expected there. */
export class JsonMistake extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Where a part of a JSON text begins: its value, and its name where it is a member. */
export interface JsonOffsets {
  readonly name?: number;
  readonly value: number;
}

const blank = /[ \t\r\n]*/y;
// Characters and escapes apart: a choice for each character would overflow on a long text.
const string = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Walks through a JSON text for the places of its parts, which `JSON.parse` does not tell: nor does it, on most
 * versions of Node, say where a mistake is, and of two members with one name it silently takes the last.
 *
 * @throws {JsonMistake} at the first mistake
 */
export class JsonScanner {
  readonly #text: string;
  readonly #offsets = new Map<string, JsonOffsets>();
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#value([], undefined);
    if (this.#next() !== "") this.#fail("nothing more after the end of the value");
  }

  /** Undefined where the text has no such part. */
  offsetsOf(place: OptionPath): JsonOffsets | undefined {
    return this.#offsets.get(keyOf(place));
  }

  #value(place: OptionPath, name: number | undefined): void {
    const character = this.#next();
    const offsets = { value: this.#position };
    this.#offsets.set(keyOf(place), name === undefined ? offsets : { ...offsets, name });
    if (place.length > maximumDepth) this.#fail(`no more than ${maximumDepth} levels`);
    if (character === "{") this.#members(place);
    else if (character === "[") this.#items(place);
    else if (character === '"') this.#match(string, 'a text that ends in " on the same line');
    else this.#match(literal, 'a value: {..}, [..], "text", a number, true, false or null');
  }

  #members(place: OptionPath): void {
    this.#position++;
    if (this.#take("}")) return;
    do {
      this.#next();
      const offset = this.#position;
      const name: string = JSON.parse(
        this.#match(string, 'a name in double quotes (and no comma before "}")'),
      );
      const member = [...place, name];
      if (this.#offsets.has(keyOf(member))) {
        throw new JsonMistake(
          offset,
          `${optionPathText(member)}: is written twice; only one of them can count`,
        );
      }
      if (!this.#take(":")) this.#fail('":" after the name');
      this.#value(member, offset);
    } while (this.#take(","));
    if (!this.#take("}")) this.#fail('"," or "}"');
  }

  #items(place: OptionPath): void {
    this.#position++;
    if (this.#take("]")) return;
    let index = 0;
    do this.#value([...place, index++], undefined);
    while (this.#take(","));
    if (!this.#take("]")) this.#fail('"," or "]"');
  }

  /** Skips blanks; the character after them, or nothing at the end. */
  #next(): string {
    blank.lastIndex = this.#position;
    blank.test(this.#text);
    this.#position = blank.lastIndex;
    return this.#text[this.#position] ?? "";
  }

  #take(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#position++;
    return true;
  }

  #match(pattern: RegExp, expected: string): string {
    pattern.lastIndex = this.#position;
    const [found] = pattern.exec(this.#text) ?? this.#fail(expected);
    this.#position = pattern.lastIndex;
    return found;
  }

  #fail(expected: string): never {
    const end = this.#position >= this.#text.length ? ", but the file ends here" : "";
    throw new JsonMistake(this.#position, `not valid JSON: expected ${expected}${end}`);
  }
}

function keyOf(place: OptionPath): string {
  return JSON.stringify(place);
}
