import { RegExpParser } from "@eslint-community/regexpp";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { AutomatonSearch } from "../pattern/automaton-search.js";

/**
 * The formats that schemas may name, as ajv-formats has them. Its expression for `url` takes time that grows with the
 * square of the length on texts of many colons, so that one is matched by our own engine.
 */
export const formats: Readonly<Record<string, unknown>> = {
  ...fullFormats,
  url: bounded(fullFormats.url as RegExp),
};

function bounded({ source, flags }: RegExp): (text: string) => boolean {
  const parsed = new RegExpParser().parsePattern(source, 0, source.length, { unicode: true });
  const search = new AutomatonSearch(parsed, flags);
  return (text) => search.test(text);
}
