import { serverError } from "../../errors.js";

/** The parameters of `GET /api/contents/..`. */
export interface ContentsQuery {
  readonly type?: "notebook" | "file" | "directory";
  readonly format?: "text" | "base64";
  readonly content: boolean;
  readonly hash: boolean;
}

const types: readonly unknown[] = ["notebook", "file", "directory"];
const formats: readonly unknown[] = ["text", "base64"];

/**
 * Reads the parameters. Clients add a cache buster (`?1700000000000`) and may add more, which is passed over.
 *
 * @throws {ServerError} `bad-request`, naming the parameter and its values
 */
export function readContentsQuery(query: unknown): ContentsQuery {
  const { type, format, content = "1", hash = "0" } = query as Record<string, unknown>;
  if (type !== undefined && !types.includes(type)) {
    throw serverError("bad-request", "'type' must be notebook, file or directory");
  }
  // JupyterLab asks for a notebook's only format by its name.
  const asked = format === "json" ? undefined : format;
  if (asked !== undefined && !formats.includes(asked)) {
    throw serverError("bad-request", "'format' must be text or base64");
  }
  return {
    ...(type === undefined ? {} : { type: type as NonNullable<ContentsQuery["type"]> }),
    ...(asked === undefined ? {} : { format: asked as NonNullable<ContentsQuery["format"]> }),
    content: readFlag("content", content),
    hash: readFlag("hash", hash),
  };
}

function readFlag(name: string, value: unknown): boolean {
  if (value === "1" || value === "0") return value === "1";
  throw serverError("bad-request", `'${name}' must be 0 or 1`);
}
