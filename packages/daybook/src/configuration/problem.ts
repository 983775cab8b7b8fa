import { ConfigurationError } from "../errors.js";
import type { ConfigurationSource } from "./configuration-source.js";
import { isWithin, type OptionPath, optionPathText } from "./option-path.js";

/** Something wrong in a configuration. */
export interface Problem {
  readonly place: OptionPath;
  /** Points at the name of the option instead of its value; the value where left out. */
  readonly atName?: boolean;
  /** What is wrong and what to write instead. Holds no values: one of them may be a token. */
  readonly message: string;
}

/** Collects what is wrong, so that all of it can be told at once. */
export class Problems {
  readonly #problems: Problem[] = [];

  add(problem: Problem): void {
    this.#problems.push(problem);
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  /** True where something is wrong at a place or inside it. */
  concern(place: OptionPath): boolean {
    return this.#problems.some((problem) => isWithin(problem.place, place));
  }

  /** @throws {ConfigurationError} where there are any, in the order of the file */
  throwIfAny(source: ConfigurationSource): void {
    if (this.isEmpty) return;
    const located = this.#problems.map((problem) => ({ problem, position: source.positionOf(problem) }));
    located.sort(
      ({ position: left }, { position: right }) =>
        (left?.line ?? 0) - (right?.line ?? 0) || (left?.column ?? 0) - (right?.column ?? 0),
    );
    const lines = located.map(({ problem, position }) => {
      const at = position === undefined ? "" : `:${position.line}:${position.column}`;
      const where = problem.place.length === 0 ? "" : `${optionPathText(problem.place)}: `;
      return `${source.name}${at}: ${where}${problem.message}`;
    });
    throw new ConfigurationError([...new Set(lines)]);
  }
}
