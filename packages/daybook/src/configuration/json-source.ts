import { ConfigurationError } from "../errors.js";
import type { ConfigurationSource, Position } from "./configuration-source.js";
import { JsonMistake, type JsonOffsets, JsonScanner } from "./json-scanner.js";
import type { OptionPath } from "./option-path.js";
import type { SourceFile } from "./yaml-source.js";

/**
 * Reads a configuration in JSON, strictly: what other programs could not read is refused.
 *
 * @throws {ConfigurationError} with the line and column of the first mistake
 */
export function readJson(text: string, file: SourceFile): ConfigurationSource {
  const nothing = { ...file, naming: "snake_case", value: undefined } as const;
  if (text.trim() === "") return { ...nothing, positionOf: () => ({ line: 1, column: 1 }) };
  const scanner = scan(text, file.name);
  return {
    ...nothing,
    value: JSON.parse(text),
    positionOf: ({ place, atName = false }) => {
      const offsets = nearest(scanner, place);
      const named = atName && scanner.offsetsOf(place) !== undefined;
      return positionAt(text, (named ? offsets?.name : undefined) ?? offsets?.value ?? 0);
    },
  };
}

function scan(text: string, name: string): JsonScanner {
  try {
    return new JsonScanner(text);
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error;
    const { line, column } = positionAt(text, error.offset);
    throw new ConfigurationError([`${name}:${line}:${column}: ${error.message}`]);
  }
}

/** The part itself, or the nearest one around it that the file has. */
function nearest(scanner: JsonScanner, place: OptionPath): JsonOffsets | undefined {
  for (let length = place.length; length >= 0; length--) {
    const offsets = scanner.offsetsOf(place.slice(0, length));
    if (offsets !== undefined) return offsets;
  }
  return undefined;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
