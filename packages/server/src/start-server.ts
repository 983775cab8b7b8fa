import { createApplication } from "./application.js";
import { ownUrl } from "./http/own-url.js";
import { completeOptions, type ServerOptions } from "./options.js";

/** A notebook server that listens. */
export interface RunningServer {
  /** `http://HOST:PORT/BASE`, with a slash at the end and without the token. */
  readonly url: string;
  /**
   * Takes no more requests and finishes those under way; what has not arrived or was not answered in 5 seconds is cut
   * off. The event log stays open.
   */
  close(): Promise<void>;
}

/**
 * Starts a notebook server.
 *
 * @example
 * const server = await startServer({ log, rootDir: "notebooks", token: "secret", port: 0 });
 * await fetch(`${server.url}api/contents`, { headers: { Authorization: "token secret" } });
 * await server.close();
 *
 * @throws the system's error, such as `EADDRINUSE`, where it cannot listen
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const complete = completeOptions(options);
  const app = await createApplication(options);
  await app.listen({ host: complete.ip, port: complete.port });
  return {
    url: ownUrl(app, complete),
    close: () => app.close(),
  };
}
