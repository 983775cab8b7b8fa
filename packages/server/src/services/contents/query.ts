import { serverError } from "../../errors.js";
import { readType } from "./contents-body.js";
import type { GetOptions } from "./reading.js";

const formats: readonly unknown[] = ["text", "base64"];

/**
 * Reads the parameters of `GET /api/contents/..`. Clients add a cache buster (`?1700000000000`) and may add more, which is passed over.
 *
 * @throws {ServerError} `bad-request`, naming the parameter and its values
 */
export function readContentsQuery(query: unknown): GetOptions {
  const given = query as Record<string, unknown>;
  const [type, format] = [lastOf(given.type), lastOf(given.format)];
  // JupyterLab asks for a notebook's only format by its name.
  const asked = format === "json" ? undefined : format;
  if (asked !== undefined && !formats.includes(asked)) {
    throw serverError("bad-request", "'format' must be text or base64");
  }
  return {
    // Types that other programs invented are files, as in Jupyter.
    ...(type === undefined ? {} : { type: readType(type) ?? "file" }),
    ...(asked === undefined ? {} : { format: asked as NonNullable<GetOptions["format"]> }),
    content: readFlag("content", lastOf(given.content) ?? "1"),
    hash: readFlag("hash", lastOf(given.hash) ?? "0"),
  };
}

/** Of a parameter that is given more than once, the last counts. */
function lastOf(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}

function readFlag(name: string, value: unknown): boolean {
  if (value === "1" || value === "0") return value === "1";
  throw serverError("bad-request", `'${name}' must be 0 or 1`);
}
