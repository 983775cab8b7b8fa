import type { FastifyInstance } from "fastify";
import { serverError } from "../../errors.js";
import { pathBelow } from "../../http/observation.js";
import { userOf } from "../../identity/user.js";
import type { CompleteServerOptions } from "../../options.js";
import type { KernelManager } from "../kernels/kernel-manager.js";
import type { Activity } from "./activity.js";
import { version } from "../../version.js";

/** Addresses that programs ask all the time. */
const polled: readonly string[] = ["api", "api/status"];

/** What the server says of itself and of the caller: `/api`, `/api/status`, `/api/me`. */
export function apiService(
  app: FastifyInstance,
  { baseUrl }: CompleteServerOptions,
  activity: Activity,
  kernels: KernelManager,
): void {
  const started = activity.last;
  app.addHook("onRequest", (request, _reply, done) => {
    // Whoever asks whether anything happens does not make it happen.
    if (!polled.includes(pathBelow(baseUrl, request.url))) activity.note();
    done();
  });

  // Programs that start a server poll this one before they have a token.
  app.get("/api", { config: { access: "public" } }, async () => ({ version }));

  app.get("/api/status", { config: { access: "api" } }, async () => {
    const running = kernels.list();
    return {
      started: started.toISOString(),
      last_activity: latest(activity.last, kernels.lastActivity).toISOString(),
      connections: running.reduce((sum, { connections }) => sum + connections, 0),
      kernels: running.length,
    };
  });

  app.get("/api/me", { config: { access: "api" } }, async (request) => {
    const { permissions = "{}" } = request.query as { permissions?: unknown };
    return { identity: userOf(request), permissions: askedPermissions(permissions) };
  });
}

function latest(...dates: Date[]): Date {
  return new Date(Math.max(...dates.map(Number)));
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
