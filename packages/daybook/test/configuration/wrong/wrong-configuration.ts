import { sections } from "../../../src/configuration/options.js";

/** The sections there are, as messages list them. */
export const sectionNames = Object.keys(sections).join(", ");

/** A configuration that no server may start with. */
export interface WrongConfiguration {
  readonly name: string;
  /** `daybook.yaml` where left out. */
  readonly file?: string;
  readonly text: string;
  /** Further files beside it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Everything that has to be said, in the order of the file. */
  readonly mistakes: readonly string[];
}
