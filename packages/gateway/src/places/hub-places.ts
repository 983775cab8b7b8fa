import { type Place, type Places, pathBelow } from "./place.js";

/**
 * The servers of the users of a JupyterHub: `/user/ada/` is the default one of ada, `/user/ada/lab/` the one she has named
 * `lab`. Names stand encoded in addresses.
 *
 * Whether a named server is meant, the hub's proxy knows by the servers that run. By the address alone, `/user/ada/files/api/..`
 * may be a file of the default server or a call to the one named `files`. Both are told, and what looks like a call first, so
 * that nobody escapes by the name of a server. A server named `api` hides the API of the default one.
 */
export class HubPlaces implements Places {
  readonly #users: string;

  /** @param baseUrl of the hub */
  constructor(baseUrl: string) {
    this.#users = `${baseUrl}user/`;
  }

  of(target: string): readonly Place[] {
    const below = pathBelow(this.#users, target);
    const [, user = "", rest] = /^([^/]+)\/(.*)$/s.exec(below ?? "") ?? [];
    const username = decoded(user);
    if (rest === undefined || username === undefined) return [];
    const baseUrl = `${this.#users}${user}/`;
    const main: Place = { baseUrl, path: rest, owner: { username, serverName: "" } };
    const [, server = "", path] = /^([^/]+)\/(.*)$/s.exec(rest) ?? [];
    const serverName = decoded(server);
    if (path === undefined || serverName === undefined) return [main];
    const named: Place = { baseUrl: `${baseUrl}${server}/`, path, owner: { username, serverName } };
    return path.startsWith("api/") ? [named, main] : [main, named];
  }
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
