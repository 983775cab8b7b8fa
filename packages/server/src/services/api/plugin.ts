import { userInfo } from "node:os";
import type { FastifyInstance } from "fastify";
import { serverError } from "../../errors.js";
import { pathBelow } from "../../http/observation.js";
import type { CompleteServerOptions } from "../../options.js";
import type { Activity } from "./activity.js";
import { version } from "../../version.js";

/** Addresses that programs ask all the time. */
const polled: readonly string[] = ["api", "api/status"];

/** What the server says of itself and of the caller: `/api`, `/api/status`, `/api/me`. */
export function apiService(
  app: FastifyInstance,
  { baseUrl }: CompleteServerOptions,
  activity: Activity,
): void {
  const identity = describePerson(nameOfUser());
  const started = activity.last;
  app.addHook("onRequest", (request, _reply, done) => {
    // Whoever asks whether anything happens does not make it happen.
    if (!polled.includes(pathBelow(baseUrl, request.url))) activity.note();
    done();
  });

  // Programs that start a server poll this one before they have a token.
  app.get("/api", { config: { access: "public" } }, async () => ({ version }));

  app.get("/api/status", { config: { access: "api" } }, async () => ({
    started: started.toISOString(),
    last_activity: activity.last.toISOString(),
    connections: 0,
    kernels: 0,
  }));

  app.get("/api/me", { config: { access: "api" } }, async (request) => {
    const { permissions = "{}" } = request.query as { permissions?: unknown };
    return { identity, permissions: askedPermissions(permissions) };
  });
}

/**
 * Whoever holds the token is the one person this server is for. In a container the user may have a number only; then
 * the environment tells the name, else it is the one that Jupyter's images use.
 */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.JUPYTERHUB_USER || process.env.USER || "jovyan";
  }
}

function describePerson(username: string) {
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
