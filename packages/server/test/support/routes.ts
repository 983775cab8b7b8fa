import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { FastifyInstance, RouteOptions } from "fastify";
import type { RouteAccess } from "../../src/http/route-access.js";

/** A route as tests of all of them look at it. */
export interface Route {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess | undefined;
  readonly isWebSocket: boolean;
}

/** An application with every route that it has: asked of Fastify itself, so that a new one cannot be left out. */
export async function withRoutes(make: () => Promise<FastifyInstance>) {
  const routes: Route[] = [];
  const listen = (message: unknown) => {
    (message as { fastify: FastifyInstance }).fastify.addHook("onRoute", (route: RouteOptions) => {
      for (const method of [route.method].flat()) {
        const isWebSocket = route.websocket === true;
        routes.push({ method, url: route.url, access: route.config?.access, isWebSocket });
      }
    });
  };
  subscribe("fastify.initialization", listen);
  const app = await make().finally(() => unsubscribe("fastify.initialization", listen));
  await app.ready();
  return { app, routes };
}
