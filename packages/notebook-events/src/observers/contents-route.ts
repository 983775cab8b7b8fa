/**
 * What a call below `api/contents` addresses. `path` is decoded, without leading or trailing slashes; `""` is the root
 * folder.
 */
export type ContentsRoute =
  | { readonly kind: "contents" | "checkpoints" | "trust"; readonly path: string }
  | { readonly kind: "checkpoint"; readonly path: string; readonly id: string };

/** The only checkpoint ids that Jupyter's routes accept; anything else there is the name of a file. */
const checkpointId = /^[\w-]+$/;

/**
 * Reads a percent-encoded URL path as Jupyter's router does: a path that ends in `/checkpoints` or
 * `/checkpoints/{id}` is that subresource even where a file has such a name, unless nothing comes before it. `/trust`
 * can only be posted to, so to other methods it is the name of a file.
 *
 * @param method HTTP method in capitals
 * @param urlPath path below the base URL, without leading slash: `"api/contents/a%20b.ipynb/checkpoints"`
 * @returns `undefined` where the path is not below `api/contents` or its percent-encoding is malformed.
 */
export function contentsRoute(method: string, urlPath: string): ContentsRoute | undefined {
  const parts = withoutOuterSlashes(urlPath).split("/");
  if (parts[0] !== "api" || parts[1] !== "contents") return undefined;
  try {
    return routeOf(method, parts.slice(2));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function routeOf(method: string, parts: readonly string[]): ContentsRoute {
  const last = parts.at(-1);
  if (parts.length > 1 && last === "checkpoints") {
    return { kind: "checkpoints", path: decode(parts.slice(0, -1)) };
  }
  if (parts.length > 2 && parts.at(-2) === "checkpoints" && checkpointId.test(last!)) {
    return { kind: "checkpoint", path: decode(parts.slice(0, -2)), id: last! };
  }
  if (parts.length > 1 && last === "trust" && method === "POST") {
    return { kind: "trust", path: decode(parts.slice(0, -1)) };
  }
  return { kind: "contents", path: decode(parts) };
}

function decode(parts: readonly string[]): string {
  const path = parts.join("/");
  // Most paths have nothing to decode, and to find that out costs little.
  return withoutOuterSlashes(path.includes("%") ? decodeURIComponent(path) : path);
}

/** A contents path as the events have it: without slashes before or after. */
export function withoutOuterSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (path[start] === "/") start++;
  while (end > start && path[end - 1] === "/") end--;
  return path.slice(start, end);
}
