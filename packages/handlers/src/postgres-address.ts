import { EventLogError } from "@daybook/eventlog";
import type { ClientConfig } from "pg";

/** The options that say where the database is. */
export interface PostgresAddressOptions {
  readonly connectionString?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
}

/** Where the database is. What is left open is taken from PGHOST, PGUSER and so on. */
export class PostgresAddress {
  /** For people: without user and password; empty where the environment names the database. */
  readonly shown: string;
  readonly #place: ClientConfig;

  /** @throws {EventLogError} code `invalid-option`, which quotes nothing of the address */
  constructor({ connectionString, ...place }: PostgresAddressOptions) {
    const given = Object.entries(place).filter(([, value]) => value !== undefined);
    if (connectionString === undefined) {
      const { host, port, database } = place;
      const server = [host, port].filter((part) => part !== undefined).join(":");
      this.shown = [server, database].filter(Boolean).join("/");
      this.#place = Object.fromEntries(given);
      return;
    }
    if (given.length > 0) {
      throw wrong(
        `stands in place of ${given.map(([option]) => option).join(" and ")}; leave out one of both`,
      );
    }
    const { host, pathname } = parseUrl(connectionString);
    this.shown = `${host}${pathname}`;
    this.#place = { connectionString };
  }

  /** True where the address itself says whether TLS is spoken. */
  get settlesTls(): boolean {
    const { connectionString } = this.#place;
    return connectionString !== undefined && new URL(connectionString).searchParams.has("sslmode");
  }

  /** For the client. */
  withPassword(password: string | undefined): ClientConfig {
    const { connectionString } = this.#place;
    if (password === undefined) return this.#place;
    if (connectionString === undefined) return { ...this.#place, password };
    // What stands in the string would win, and where none stands there, an empty one.
    const url = new URL(connectionString);
    url.searchParams.set("password", password);
    return { connectionString: url.href };
  }
}

function parseUrl(text: string): URL {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw wrong("is an address such as postgres://user@host:5432/database");
  }
  return new URL(text);
}

function wrong(what: string): EventLogError {
  return new EventLogError("invalid-option", `the connectionString of a PostgresHandler ${what}`);
}
