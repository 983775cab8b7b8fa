import { userInfo } from "node:os";
import type { FastifyRequest } from "fastify";

/** A person as `/api/me` describes them, and as events name them by their `username`. */
export interface User {
  readonly username: string;
  readonly name: string;
  readonly display_name: string;
  readonly initials: string;
  readonly avatar_url: string | null;
  readonly color: string | null;
}

/** Whoever holds the token is the one person this server is for: the user that it runs as. */
export function ownerOfServer(): User {
  return userNamed(nameOfUser());
}

/** Somebody of whom no more than the name is known. */
export function userNamed(username: string): User {
  return {
    username,
    name: username,
    display_name: username,
    initials: username.slice(0, 2).toUpperCase(),
    avatar_url: null,
    color: null,
  };
}

/** Who sent a request to a route that only those who are signed in may call. */
export function userOf(request: FastifyRequest): User {
  if (request.user === undefined) throw new Error("nobody needs to be signed in for this route");
  return request.user;
}

/** In a container the user may have a number only; then the environment tells the name, else Jupyter's images do. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.JUPYTERHUB_USER || process.env.USER || "jovyan";
  }
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in; undefined on public routes. */
    user?: User;
  }
}
