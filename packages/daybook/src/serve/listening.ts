import { CommandError } from "../errors.js";

/**
 * The first line on standard output, which other programs wait for and read the address from.
 *
 * @param url where the server is, with its base URL and a slash at the end
 * @param token none for a gateway: whoever uses it has that of the server behind, which is not ours to show
 */
export function listeningLine(url: string, token?: string): string {
  const query = token === undefined ? "" : `?token=${encodeURIComponent(token)}`;
  return `Daybook is listening at ${url}${query}\n`;
}

/** Why a server could not be started, for the person who tries to. */
export function startError(error: unknown, ip: string, port: number): CommandError {
  const { code = "", message = String(error) } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} of ${ip} is in use; choose another with --port, 0 for any free one`,
    EACCES: `this user may not listen on port ${port} of ${ip}; choose one above 1023 with --port`,
    EADDRNOTAVAIL: `${ip} is no address of this machine; choose another with --ip`,
    ENOTFOUND: `there is no machine ${ip}; choose an address with --ip`,
  };
  return new CommandError(reasons[code] ?? `the server cannot be started: ${message}`, { cause: error });
}
