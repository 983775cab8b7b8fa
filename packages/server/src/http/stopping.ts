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

/** What an answer that goes around the framework has to know. */
export interface Stopping {
  /** True once the server stops: it takes no more requests, and each answer ends its connection. */
  readonly hasBegun: boolean;
  /** The server waits for this answer before it stops. */
  begin(response: ServerResponse): void;
}

/**
 * Brings the server to an end that does not depend on its clients. Left to itself, Node waits for every connection that
 * has not brought a whole request yet, such as those that browsers open in advance, and for those kept alive after it.
 *
 * ```
 * close() ─▶ new requests: 503 ─▶ answers under way are finished, each ends its connection ─▶ no more listening
 *        ─▶ unused connections are cut ─▶ done            └─▶ after 5 seconds: whatever is left is cut ─▶ done
 * ```
 */
export function stopInOrder(app: FastifyInstance, report: (problem: string) => void): Stopping {
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

  const begin = (response: ServerResponse): void => {
    underWay.add(response);
    response.once("close", () => {
      underWay.delete(response);
      if (underWay.size === 0) noneIsLeft();
    });
  };

  app.addHook("onRequest", (_request, { raw }, done) => {
    if (stopping) return done(serverError("stopping", undefined, { retryAfter }));
    begin(raw);
    done();
  });

  app.addHook("onSend", (_request, reply, payload, done) => {
    if (stopping) reply.header("connection", "close");
    done(null, payload);
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

  return {
    get hasBegun() {
      return stopping;
    },
    begin,
  };
}
