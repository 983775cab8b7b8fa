import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from "yaml";
import { ConfigurationError } from "../errors.js";
import type { ConfigurationSource, Position } from "./configuration-source.js";
import { type OptionPath, optionPathText } from "./option-path.js";

/** What the file is called in messages and where it is. */
export type SourceFile = Pick<ConfigurationSource, "name" | "file" | "directory">;

/**
 * Reads a configuration in YAML.
 *
 * @throws {ConfigurationError} with the line and column of each mistake in the syntax
 */
export function readYaml(text: string, file: SourceFile): ConfigurationSource {
  const lines = new LineCounter();
  // Without pretty errors: those quote the lines around the mistake, and one of them may be the token.
  const documents = [
    ...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false }),
  ] as Document.Parsed[];
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [document] = documents;
  const mistakes = documents.flatMap((each) => mistakesOf(each));
  if (documents.length > 1) {
    const offset = documents[1]?.contents?.range?.[0] ?? 0;
    mistakes.push({ offset, message: "a second YAML document begins here; the file has to be one document" });
  }
  if (mistakes.length > 0) {
    throw new ConfigurationError(
      mistakes.map(({ offset, message }) => {
        const { line, column } = positionAt(offset);
        return `${file.name}:${line}:${column}: ${message}`;
      }),
    );
  }
  return {
    ...file,
    naming: "snake_case",
    value: document === undefined ? undefined : dataOf(document, file.name),
    positionOf: ({ place, atName = false }) => {
      const offset = document === undefined ? undefined : offsetOf(document, place, atName);
      return offset === undefined ? { line: 1, column: 1 } : positionAt(offset);
    },
  };
}

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

function mistakesOf(document: Document.Parsed): Mistake[] {
  const mistakes = [...document.errors, ...document.warnings].map(({ code, message, pos }) => {
    const [offset] = pos;
    if (code !== "DUPLICATE_KEY")
      return { offset, message: `not valid YAML: ${withoutQuotation(code, message)}` };
    return {
      offset,
      message: `${optionPathText(placeAt(document, offset))}: is written twice; only one of them can count`,
    };
  });
  // By hand, as the parser would look through all of the document again for each alias.
  const anchors = new Set<string>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        if (anchors.has(node.source)) return;
        // Without the name: a value that begins with an asterisk may be the token.
        mistakes.push({
          offset: node.range?.[0] ?? 0,
          message: "an alias without an anchor of its name before it; a text that begins with * needs quotes",
        });
      } else if (node.anchor !== undefined) anchors.add(node.anchor);
    },
  });
  return mistakes;
}

/** What the parser did not expect may be a part of the token. */
function withoutQuotation(code: string, message: string): string {
  if (code === "RESOURCE_EXHAUSTION") return "nested too deeply";
  return code === "UNEXPECTED_TOKEN" ? (message.split(": ", 1)[0] as string) : message;
}

/** The place of the member whose name begins at an offset. */
function placeAt(document: Document.Parsed, offset: number): OptionPath {
  const found: (string | number)[] = [];
  visit(document, {
    Pair(_, pair, around) {
      if (!isNode(pair.key) || pair.key.range?.[0] !== offset) return undefined;
      const path = [...around, pair];
      for (const [index, part] of path.entries()) {
        if (isSeq(part)) found.push(part.items.indexOf(path[index + 1]));
        else if (isPair(part)) found.push(String(part.key));
      }
      return visit.BREAK;
    },
  });
  return found;
}

function dataOf(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that multiply without end are left; the parser refuses to expand them.
    throw new ConfigurationError([`${name}: ${(error as Error).message}`], { cause: error });
  }
}

/** Where a part begins; the nearest part around it where the file does not have it, such as an option left out. */
function offsetOf(document: Document.Parsed, place: OptionPath, atName: boolean): number | undefined {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0];
  for (const [index, part] of place.entries()) {
    const target: Node | undefined | null = isAlias(node) ? node.resolve(document) : node;
    let next: unknown;
    if (isMap(target)) {
      const pair = target.items.find(
        ({ key }) => String(isNode(key) ? key.toJS(document) : key) === String(part),
      );
      if (pair === undefined) return offset;
      next = pair.value;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      if (atName && index === place.length - 1) return offset;
    } else if (isSeq(target)) {
      next = target.items[Number(part)];
    }
    if (!isNode(next)) return offset;
    node = next;
    // A value that was left empty has no place of its own worth pointing at: its name is.
    const [start, end] = node.range ?? [];
    if (start !== end) offset = start;
  }
  return offset;
}
