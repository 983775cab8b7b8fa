import type { IncomingMessage, OutgoingMessage } from "node:http";
import { isHopByHop } from "./hop-by-hop.js";

/** What must stand before a body to be believed, so that behind it nobody may say it otherwise. */
const onlyBefore: ReadonlySet<string> = new Set([
  "content-length",
  "content-encoding",
  "content-type",
  "host",
  "authorization",
  "cookie",
  "set-cookie",
  "trailer",
]);

/** Passes on the headers that stand behind a body. */
export function passTrailers({ rawTrailers }: IncomingMessage, to: OutgoingMessage): void {
  const trailers: [string, string][] = [];
  for (let index = 0; index < rawTrailers.length; index += 2) {
    const spelt = rawTrailers[index] as string;
    const name = spelt.toLowerCase();
    if (isHopByHop(name) || onlyBefore.has(name) || name.includes("_") || name.startsWith("x-forwarded-"))
      continue;
    trailers.push([spelt, rawTrailers[index + 1] as string]);
  }
  if (trailers.length > 0) to.addTrailers(trailers);
}
