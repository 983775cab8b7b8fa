import { once } from "node:events";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { testGateway } from "../support/test-gateway.js";
import { testUpstream } from "../support/test-upstream.js";

const piece = Buffer.alloc(64 * 1024, "x");
const pieces = 1024;
/** Far more than all buffers between two programs of one machine, and far less than the whole. */
const bound = 24 * 1024 * 1024;

/** Writes all pieces as fast as they are taken. @returns how many bytes were taken so far */
function pour(into: NodeJS.WritableStream): { taken: number } {
  const poured = { taken: 0 };
  const more = (): void => {
    while (poured.taken < pieces * piece.length) {
      poured.taken += piece.length;
      if (!into.write(piece)) return void into.once("drain", more);
    }
    into.end();
  };
  more();
  return poured;
}

/** Resolves once a number has stopped growing: many turns of the event loop brought nothing. */
async function settled(value: () => number): Promise<number> {
  for (let last = -1, same = 0; ; ) {
    await turn();
    const now = value();
    same = now === last ? same + 1 : 0;
    if (same > 2000) return now;
    last = now;
  }
}

test("a client that does not read slows the server behind down, and gets all in the end", async () => {
  let poured = { taken: 0 };
  const upstream = await testUpstream((_request, response) => {
    poured = pour(response);
  });
  const { url } = await testGateway(upstream.url);
  const [answer] = (await once(request(url, { agent: false }).end(), "response")) as [IncomingMessage];
  answer.pause();
  expect(await settled(() => poured.taken)).toBeLessThan(bound);
  let length = 0;
  answer.on("data", (data: Buffer) => {
    length += data.length;
  });
  answer.resume();
  await once(answer, "end");
  expect(length).toBe(pieces * piece.length);
});

test("a server behind that does not read slows the client down, and gets all in the end", async () => {
  const arrived = new Promise<[IncomingMessage, ServerResponse]>((resolve) => {
    void testUpstream((incoming, response) => resolve([incoming, response])).then(({ url }) => start(url));
  });
  let poured = { taken: 0 };
  let outgoing = request("http://127.0.0.1:1/");
  outgoing.on("error", () => {});
  outgoing.destroy();
  const start = async (upstream: string): Promise<void> => {
    const { url } = await testGateway(upstream);
    outgoing = request(new URL("api/contents/a", url), {
      method: "PUT",
      agent: false,
      headers: { "Content-Length": pieces * piece.length },
    });
    poured = pour(outgoing);
  };
  const [incoming, response] = await arrived;
  expect(await settled(() => poured.taken)).toBeLessThan(bound);
  let length = 0;
  incoming.on("data", (data: Buffer) => {
    length += data.length;
  });
  await once(incoming, "end");
  response.end();
  await once(outgoing, "response");
  expect(length).toBe(pieces * piece.length);
});
