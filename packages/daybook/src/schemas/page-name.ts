/**
 * The file of a schema's page, relative to the folder of all pages: `hub.jupyter.org/server-action/v1.md`.
 * Characters that some file system or URL would trip over are replaced, and no id can lead out of the folder.
 */
export function pageName(id: string, version: number | string): string {
  const parts = id
    .replace(/^https?:\/\//, "")
    .split("/")
    .filter((part) => part !== "")
    .map(safe);
  const last = safe(`v${version}`);
  // Many ids end in their version already.
  if (parts.at(-1) !== last) parts.push(last);
  return `${parts.join("/")}.md`;
}

function safe(part: string): string {
  return part.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^\.+|\.+$/g, "-");
}
