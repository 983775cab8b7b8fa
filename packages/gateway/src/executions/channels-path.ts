/** Tornado takes paths as they stand; other servers decode them, or take slashes that are doubled for one. */
const channelsPath = /^\/*api\/+kernels\/+([^/]+)\/+channels\/*$/i;

/**
 * The id of the kernel whose WebSocket is at a path; `undefined` where there is none. In doubt it is one: what a server
 * behind does not take for it gets no messages of kernels.
 *
 * @param path below the base URL, as it stands in the request, without the query
 */
export function kernelOfChannels(path: string): string | undefined {
  return channelsPath.exec(decoded(path).replace(/;.*$/, ""))?.[1];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
