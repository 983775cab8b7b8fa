import type { FastifyInstance } from "fastify";

/**
 * Who may call a route: `public` anyone; `page` and `api` whoever is signed in. Others are sent from a page to the
 * login page, and told 403 by an API.
 */
export type RouteAccess = "public" | "page" | "api";

const kinds: readonly unknown[] = ["public", "page", "api"];

/** Makes the application refuse to start when a route does not say who may call it. */
export function requireRouteAccess(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, config }) => {
    if (!kinds.includes(config?.access)) {
      throw new Error(`route ${method} ${url} must declare config.access: ${kinds.join(", ")}`);
    }
  });
}

declare module "fastify" {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}
