import { serverError } from "../../errors.js";
import type { ContentsType } from "./model.js";

/** A name, and the ones to try in turn where it is taken: there is always another. */
export type Candidates = Generator<string, never>;

/** The untitled names of Jupyter: what comes first, and what is put before a number. */
const untitled: Readonly<Record<ContentsType, { base: string; separator: string }>> = {
  notebook: { base: "Untitled", separator: "" },
  file: { base: "untitled", separator: "" },
  directory: { base: "Untitled Folder", separator: " " },
};

/**
 * `Untitled.ipynb`, `Untitled1.ipynb`, ..; `untitled.txt`, ..; `Untitled Folder`, `Untitled Folder 1`, ..
 *
 * @param extension of a file, such as `.txt`; notebooks and folders have their own
 * @throws {ServerError} `bad-path` for an extension that would be a path
 */
export function untitledNames(type: ContentsType, extension: string): Candidates {
  const { base, separator } = untitled[type];
  if (type === "notebook") return numbered(`${base}.ipynb`, separator);
  if (type === "directory") return numbered(base, separator);
  if (/[/\\\0]/.test(extension)) throw serverError("bad-path", "An extension may not contain slashes");
  if (/\p{Surrogate}/u.test(extension))
    throw serverError("bad-path", "An extension must be well-formed Unicode");
  const dot = extension === "" || extension.startsWith(".") ? "" : ".";
  return numbered(`${base}${dot}${extension}`, separator);
}

/** `X.ipynb`, `X-Copy1.ipynb`, `X-Copy2.ipynb`, ..; a copy of a copy continues the numbers. */
export function copyNames(name: string): Candidates {
  return numbered(name.replace(/(?<=.)-Copy\d*(?=\.|$)/g, ""), "-Copy");
}

/** The number goes before the first dot, so that `a.tar.gz` keeps its ending, but for notebooks before the last. */
function* numbered(name: string, separator: string): Candidates {
  const dot = name.endsWith(".ipynb") ? name.length - ".ipynb".length : name.indexOf(".", 1);
  const stem = dot === -1 ? name : name.slice(0, dot);
  yield name;
  for (let number = 1; ; number++) yield `${stem}${separator}${number}${name.slice(stem.length)}`;
}
