import { isObject } from "@daybook/eventlog";
import { serverError } from "../../errors.js";
import type { ContentsType } from "./model.js";
import { emptyNotebook } from "./notebook/empty.js";

/** What a client sends to save. */
export interface ContentsBody {
  readonly type: ContentsType;
  /** `undefined` for folders. */
  readonly content: unknown;
  readonly format: unknown;
  /** Which part of a file it is, where it comes in parts. */
  readonly chunk: unknown;
}

const types: readonly unknown[] = ["notebook", "file", "directory"] satisfies ContentsType[];

/** A type by its name. Types that other programs invented are files, as in Jupyter; none is `undefined`. */
export function readType(type: unknown): ContentsType | undefined {
  if (type === undefined || type === null || type === "") return undefined;
  return types.includes(type) ? (type as ContentsType) : "file";
}

/**
 * Checks that a model says all that is needed to save it. What is new may leave out its type, which its name tells, and
 * its content: it is empty then.
 *
 * @param newName the name of what is to be made; `undefined` where something is there
 * @throws {ServerError} `bad-model` naming what is missing
 */
export function readContentsBody(given: unknown, newName?: string): ContentsBody {
  if (!isObject(given)) throw serverError("bad-model", "The contents model must be an object");
  const model = newName === undefined ? given : withDefaults(given, newName);
  const type = readType(model.type);
  if (type === undefined) throw serverError("bad-model", "No file type provided: 'type' is a required field");
  const content = model.content ?? undefined;
  if (content === undefined && type !== "directory") {
    throw serverError("bad-model", "No file content provided: 'content' is a required field");
  }
  const chunk = model.chunk ?? undefined;
  if (chunk !== undefined && type !== "file") {
    throw serverError("bad-type", "Only files can be sent in chunks, with type 'file'");
  }
  return { type, content, format: model.format, chunk };
}

function withDefaults(model: Record<string, unknown>, name: string): Record<string, unknown> {
  const { type = name.endsWith(".ipynb") ? "notebook" : "file" } = model;
  if (model.content !== undefined || type === "directory" || model.chunk !== undefined)
    return { ...model, type };
  if (type === "notebook") return { ...model, type, content: emptyNotebook() };
  return { ...model, type, content: "", format: "text" };
}
