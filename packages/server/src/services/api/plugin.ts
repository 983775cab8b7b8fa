import { userInfo } from "node:os";
import type { FastifyInstance } from "fastify";
import { serverError } from "../../errors.js";
import { version } from "../../version.js";

/** What the server says of itself and of the caller: `/api`, `/api/status`, `/api/me`. */
export function apiService(app: FastifyInstance): void {
  const started = new Date().toISOString();
  let lastActivity = started;
  app.addHook("onRequest", async (request) => {
    // Whoever asks whether anything happens does not make it happen.
    if (!/\/api(\/status)?(\?|$)/.test(request.url)) lastActivity = new Date().toISOString();
  });

  // Programs that start a server poll this one before they have a token.
  app.get("/api", { config: { access: "public" } }, async () => ({ version }));

  app.get("/api/status", { config: { access: "api" } }, async () => ({
    started,
    last_activity: lastActivity,
    connections: 0,
    kernels: 0,
  }));

  app.get("/api/me", { config: { access: "api" } }, async (request) => {
    const { permissions = "{}" } = request.query as { permissions?: unknown };
    return { identity: identity(), permissions: askedPermissions(permissions) };
  });
}

/** Whoever holds the token is the one person this server is for. */
function identity() {
  const username = userInfo().username;
  return {
    username,
    name: username,
    display_name: username,
    initials: username.slice(0, 2).toUpperCase(),
    avatar_url: null,
    color: null,
  };
}

/** The token permits everything, so what is asked for is what is granted. */
function askedPermissions(question: unknown): Record<string, string[]> {
  const wrong = serverError("bad-request", 'permissions must be JSON such as {"contents": ["read"]}');
  if (typeof question !== "string") throw wrong;
  let asked: unknown;
  try {
    asked = JSON.parse(question);
  } catch {
    throw wrong;
  }
  if (typeof asked !== "object" || asked === null || Array.isArray(asked)) throw wrong;
  for (const actions of Object.values(asked)) {
    if (!Array.isArray(actions) || !actions.every((action) => typeof action === "string")) throw wrong;
  }
  return asked as Record<string, string[]>;
}
