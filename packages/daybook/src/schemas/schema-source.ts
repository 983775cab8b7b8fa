import { extname } from "node:path";
import { type SchemaError, type SchemaProblem, schemaFileExtensions } from "@daybook/eventlog";
import type { ConfigurationSource, Position } from "../configuration/configuration-source.js";
import { readSource } from "../configuration/read-source.js";
import { ConfigurationError } from "../errors.js";

/** A schema file with the lines of its parts. */
export class SchemaSource {
  readonly #source: ConfigurationSource;

  private constructor(source: ConfigurationSource) {
    this.#source = source;
  }

  /**
   * Reads a schema file as a configuration is read, for the sake of the lines.
   *
   * @throws {ConfigurationError} where it cannot be read or is not written in its format
   */
  static async read(path: string, cwd: string): Promise<SchemaSource> {
    return new SchemaSource(await readSource(path, cwd));
  }

  /** What messages call the file. */
  get name(): string {
    return this.#source.name;
  }

  get value(): unknown {
    return this.#source.value;
  }

  /**
   * The line of what a JSON Pointer points to, or of the nearest part around it. Of what has parts itself it is the line
   * of its name, which stands before them.
   */
  positionOf(pointer: string): Position | undefined {
    const place: (string | number)[] = [];
    let value = this.#source.value;
    for (const token of pointer.split("/").slice(1)) {
      const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
      place.push(Array.isArray(value) ? Number(name) : name);
      value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
    }
    return this.#source.positionOf({ place, atName: typeof value === "object" });
  }
}

/**
 * What is wrong with a schema file, one line for each thing, with the line and column in the file.
 *
 * @param error what its registration threw
 */
export async function locatedProblems(
  path: string,
  name: string,
  cwd: string,
  error: SchemaError,
): Promise<string[]> {
  if (!schemaFileExtensions.includes(extname(path).toLowerCase())) {
    return [`${name}: ${error.message.replace(`${path}: `, "")}`];
  }
  try {
    const source = await SchemaSource.read(path, cwd);
    const located = error.problems.map((problem) => {
      const position = problem.place === undefined ? undefined : source.positionOf(problem.place);
      return { problem, position };
    });
    located.sort((left, right) => compare(left.position, right.position));
    return located.map(({ problem, position }) => lineOf(problem, position, name));
  } catch (unreadable) {
    if (unreadable instanceof ConfigurationError) return [...unreadable.problems];
    throw unreadable;
  }
}

function compare(left: Position | undefined, right: Position | undefined): number {
  return (left?.line ?? 0) - (right?.line ?? 0) || (left?.column ?? 0) - (right?.column ?? 0);
}

function lineOf({ place, message }: SchemaProblem, position: Position | undefined, name: string): string {
  const at = position === undefined ? "" : `:${position.line}:${position.column}`;
  return `${name}${at}: ${place ? `${place}: ` : ""}${message}`;
}
