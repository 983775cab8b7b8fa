import { createHash } from "node:crypto";

const ending = ".jupyterlab-workspace";
const longest = 128 - ending.length;

/**
 * The name of the file that a workspace is kept in, the same as JupyterLab's own server gives it, so that both find it:
 * what is left of the name in plain letters, and four digits of a hash that tell apart what has become the same.
 *
 * @example
 * workspaceFileName("default"); // "default-37a8.jupyterlab-workspace"
 */
export function workspaceFileName(name: string): string {
  const hashed = name.startsWith("/") ? name.slice(1) : name;
  const signature = `-${createHash("sha256").update(hashed).digest("hex").slice(0, 4)}`;
  const plain = decoded(name.toLowerCase().replace(/^\/+/, ""))
    .normalize("NFKC")
    // What is not ASCII is left out, and so are slashes and dots: no name leads to another folder.
    .replace(/[^\w\s-]|[^\0-\x7f]/g, "")
    .trim()
    .replace(/[-\s]+/g, "-");
  return plain.slice(0, longest - signature.length) + signature + ending;
}

/** True for the names of files that hold workspaces. */
export function isWorkspaceFile(name: string): boolean {
  return name.endsWith(ending);
}

/** A name as it is, where what looks like an escape in it is none. */
export function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
