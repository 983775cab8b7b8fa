import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { serverError } from "../errors.js";

/** After how many seconds another server may have taken over. */
const retryAfter = 5;

/**
 * How long requests under way may take to end once the server stops, in milliseconds. Much less than service managers
 * wait before they kill (10 seconds and more), as the events that handlers still hold are handed on only afterwards.
 */
const patience = 5000;

/**
 * Brings the server to an end that does not depend on its clients. Left to itself, Node waits for every connection that
 * has not brought a whole request yet, such as those that browsers open in advance, and for those kept alive after it.
 *
 * ```
 * close() ─▶ new requests: 503 ─▶ answers under way are finished, each ends its connection ─▶ no more listening
 *        ─▶ unused connections are cut ─▶ done            └─▶ after 5 seconds: whatever is left is cut ─▶ done
 * ```
 */
export function stopInOrder(app: FastifyInstance, report: (problem: string) => void): void {
  let stopping = false;
  let over = false;
  let noneIsLeft = (): void => {};
  const underWay = new Set<ServerResponse>();
  const connections = new Set<Socket>();

  app.server.on("connection", (socket: Socket) => {
    if (over) socket.destroy();
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });

  app.addHook("onRequest", async (_request, { raw }) => {
    if (stopping) throw serverError("stopping", undefined, { retryAfter });
    underWay.add(raw);
    raw.once("close", () => {
      underWay.delete(raw);
      if (underWay.size === 0) noneIsLeft();
    });
  });

  app.addHook("onSend", async (_request, reply) => {
    if (stopping) reply.header("connection", "close");
  });

  app.addHook("preClose", async () => {
    stopping = true;
    const answered = new Promise<void>((resolve) => {
      noneIsLeft = resolve;
    });
    const timer = setTimeout(() => {
      over = true;
      if (underWay.size > 0) report(`stopping: requests that took too long were cut off (${underWay.size})`);
      for (const answer of underWay) answer.destroy();
      for (const socket of connections) socket.destroy();
      noneIsLeft();
    }, patience).unref();
    app.server.once("close", () => clearTimeout(timer));
    // Not before: closing the server ends connections on which an answer is still on its way.
    if (underWay.size > 0) await answered;
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  });
}
