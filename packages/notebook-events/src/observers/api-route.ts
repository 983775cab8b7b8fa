/**
 * The parts of a path below `api/{service}`, decoded: `["5f0c6a52", "restart"]` for `"api/kernels/5f0c6a52/restart"`.
 *
 * @param urlPath path below the base URL, without leading slash
 * @returns `undefined` where the path is not below it, or its percent-encoding is malformed
 */
export function apiRoute(service: string, urlPath: string): readonly string[] | undefined {
  // Each observer asks this of each call, and most are for others.
  if (!urlPath.startsWith(service, "api/".length)) return undefined;
  const [api, found, ...parts] = urlPath.split("/");
  if (api !== "api" || found !== service) return undefined;
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
