import type { IncomingMessage } from "node:http";
import websocket, { type WebSocket } from "@fastify/websocket";
import type { FastifyInstance } from "fastify";
import { serverError } from "../errors.js";
import { Heartbeat } from "./heartbeat.js";

/** The largest message a client may send, in bytes: notebooks hold pictures, and widgets send theirs back. */
const maxPayload = 128 * 1024 * 1024;

/** What a browser is told that the server goes away; clients then try to reconnect. */
const goingAway = 1001;

/**
 * Lets routes be WebSockets. Such a route is a GET route with `websocket: true`, whose handler gets the open socket;
 * what may be refused is refused before the upgrade, as with any request: by the hooks that check host, token and
 * origin, and by the route's own `preValidation`.
 *
 * ```ts
 * app.get("/api/events/subscribe", { websocket: true, config: { access: "api" } }, (socket, request) => { .. });
 * ```
 *
 * Call it before whatever waits for connections to end, as it ends those of WebSockets.
 *
 * @param pingInterval how often clients are asked whether they are there, in seconds
 */
export function acceptWebSockets(app: FastifyInstance, pingInterval: number): void {
  const protocols = new WeakMap<IncomingMessage, readonly string[]>();
  const heartbeats = new WeakMap<WebSocket, Heartbeat>();
  let asking: NodeJS.Timeout | undefined;

  app.addHook("onRoute", (route) => {
    if (route.websocket) route.config = { ...route.config, websocket: true };
  });
  const askAll = () => {
    for (const socket of app.websocketServer.clients) {
      const heartbeat = heartbeats.get(socket) ?? new Heartbeat(socket);
      heartbeats.set(socket, heartbeat);
      heartbeat.ask();
    }
  };
  app.addHook("onReady", async () => {
    asking = setInterval(askAll, pingInterval * 1000).unref();
  });
  app.addHook("onClose", async () => clearInterval(asking));
  app.addHook("preClose", async () => {
    for (const socket of app.websocketServer.clients) socket.close(goingAway, "the server stops");
  });
  app.register(websocket, {
    options: {
      maxPayload,
      // Compressing each message costs more than it saves on the way to a browser nearby.
      perMessageDeflate: false,
      handleProtocols: (offered: Set<string>, request: IncomingMessage) =>
        protocols.get(request)?.find((protocol) => offered.has(protocol)) ?? false,
    },
    // Above, in its turn.
    preClose: (done) => done(),
    // What a client does to its connection is no failure of ours; the socket closes by itself.
    errorHandler: (_error, socket) => socket.terminate(),
  });
  app.addHook("preValidation", async (request) => {
    const { access, websocket, protocols: known = [] } = request.routeOptions.config;
    // Where there is no route, that is the answer.
    if (access === undefined) return;
    if (request.ws && !websocket) throw serverError("no-upgrade");
    if (!request.ws && websocket) throw serverError("upgrade-needed");
    if (websocket) protocols.set(request.raw, known);
  });
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** True for routes that are WebSockets: `websocket: true` of the route sets it. */
    websocket?: boolean;
    /** The subprotocols that a WebSocket speaks, best first. Of those that a client offers, the first is chosen. */
    protocols?: readonly string[];
  }
}
