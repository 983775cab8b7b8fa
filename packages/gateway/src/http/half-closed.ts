import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How often it is asked whether a client still listens, in milliseconds. */
const probeTime = 1000;
/** So many times in a row nothing may have been sent to such a client, once its answer has begun. */
const mostIdleProbes = 10;

/** A request whose turn it is on its connection. */
export interface Underway {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** How many bytes had moved on the connection when somebody looked last. */
  moved: number;
}

/**
 * Finds out about a client that has closed its side. It may be gone, or may wait for the answer: only a write shows which.
 * Until the answer begins, `102 Processing` is a write that means nothing; later, an answer that says nothing for long is
 * taken for one that nobody wants.
 *
 * @param underway what is under way on the connection now
 */
export function probeHalfClosed(socket: Socket, underway: () => Underway | undefined): void {
  let sent = socket.bytesWritten;
  let idle = 0;
  const probe = (): void => {
    const now = underway();
    if (now === undefined || socket.destroyed) {
      clearInterval(timer);
      return;
    }
    idle = socket.bytesWritten === sent ? idle + 1 : 0;
    const canAsk = !now.response.headersSent && now.request.httpVersion === "1.1";
    if (canAsk) now.response.writeProcessing();
    else if (idle >= mostIdleProbes) socket.destroy();
    sent = socket.bytesWritten;
  };
  const timer = setInterval(probe, probeTime).unref();
  socket.once("close", () => clearInterval(timer));
  probe();
}
