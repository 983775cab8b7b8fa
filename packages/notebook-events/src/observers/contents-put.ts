import { bodyProperty } from "./exchange.js";

/** The number of the piece that a `PUT` of a large file brings; -1 for the last one. Undefined for a whole file. */
export function chunkOf(requestBody: unknown): unknown {
  return bodyProperty(requestBody, "chunk") ?? undefined;
}

/** Large files come in numbered pieces, the last of which is number -1: the file is there with that one. */
export function isUnfinishedUpload(requestBody: unknown): boolean {
  const chunk = chunkOf(requestBody);
  return chunk !== undefined && chunk !== -1;
}

/** To Jupyter `{}` is no body either: it then makes an untitled file in the folder. */
export function isEmptyPut(requestBody: unknown): boolean {
  return !requestBody || (typeof requestBody === "object" && Object.keys(requestBody).length === 0);
}
