import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";

/**
 * Counts what is sent of a body that is streamed.
 *
 * @param ended is told, once, how many bytes were handed to the network and whether it ended early. The operating system
 * holds some of them for a while, so that a client that went away may have received less.
 */
export function followBody(
  response: ServerResponse,
  ended: (bytes: number, brokeOff: boolean) => void,
): void {
  let bytes = 0;
  // Its `data` is listened to only now: before, it would start to flow with nobody there to take it.
  response.once("pipe", (body: Readable) => {
    body.on("data", (part: Buffer) => {
      bytes += part.length;
    });
  });
  response.once("close", () => ended(bytes - response.writableLength, !response.writableFinished));
}
