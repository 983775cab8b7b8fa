import {
  BatchRefused,
  type Destination,
  readOptionFile,
  readSecret,
  RetryLater,
  type Secret,
  type SendResult,
  type SpooledEvent,
} from "@daybook/eventlog";
import type { ClientConfig } from "pg";
import { assertInstalled } from "./client.js";
import { failureOf, isThereByNow } from "./postgres-failure.js";
import { PostgresSession } from "./postgres-session.js";
import type { PostgresAddress } from "./postgres-address.js";
import type { PostgresTable } from "./postgres-table.js";

/** PEM files; relative paths start at the configuration file's folder. */
export interface PostgresTls {
  /** The certificates that are trusted to sign the server's. Default: those that Node.js trusts. */
  readonly ca?: string;
  /** The certificate and the key to show to a server that asks for them. */
  readonly cert?: string;
  readonly key?: string;
}

/** What the destination needs to know. */
export interface PostgresSetup {
  readonly address: PostgresAddress;
  readonly password: Secret | undefined;
  readonly tls: PostgresTls | undefined;
  readonly table: PostgresTable;
  readonly createTable: boolean;
  /** How long the server works on one statement at most, in milliseconds. */
  readonly timeout: number;
}

/** Adds events to a table, a batch a statement. The database refuses an id that it has, so that none is there twice. */
export class PostgresDestination implements Destination {
  readonly #setup: PostgresSetup;
  #directory = "";
  #session: PostgresSession | undefined;

  constructor(setup: PostgresSetup) {
    this.#setup = setup;
  }

  open(directory: string): void {
    assertInstalled("pg");
    this.#directory = directory;
    // Whether secrets and files are there.
    this.#configuration();
  }

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    const session = await this.#ready(signal);
    const values = [
      batch.map(({ id }) => id),
      batch.map(({ sequence }) => sequence),
      batch.map(({ line }) => line),
    ];
    await this.#attempt(session, true, () => session.query(signal, this.#setup.table.insert, values));
    return {};
  }

  async close(): Promise<void> {
    await this.#session?.end();
    this.#session = undefined;
  }

  /** A session whose table is there. What went wrong with the last one may be mended: it is looked after anew. */
  async #ready(signal: AbortSignal): Promise<PostgresSession> {
    if (this.#session?.usable) return this.#session;
    const session = await this.#attempt(undefined, false, () =>
      PostgresSession.open(this.#configuration(), signal),
    );
    await this.#attempt(session, false, () => this.#prepare(session, signal));
    this.#session = session;
    return session;
  }

  /** Read anew for each connection, so that passwords and certificates can be changed without a restart. */
  #configuration(): ClientConfig {
    const { address, password, tls, timeout } = this.#setup;
    const files = Object.entries(tls ?? {}) as [string, string][];
    const read = files.map(([option, path]) => [
      option,
      readOptionFile(`tls.${option}`, path, this.#directory),
    ]);
    return {
      ...address.withPassword(password && readSecret("password", password, this.#directory)),
      ...(tls && { ssl: Object.fromEntries(read) }),
      application_name: "daybook",
      keepAlive: true,
      statement_timeout: timeout,
    };
  }

  async #prepare(session: PostgresSession, signal: AbortSignal): Promise<void> {
    const { table, createTable } = this.#setup;
    const { rows } = await session.query(signal, table.look, [table.quoted]);
    const { there, encoding } = rows[0] as { there: boolean; encoding: string };
    if (encoding !== "UTF8") {
      throw new RetryLater(`the encoding of the database is ${encoding}; create one with UTF8`);
    }
    if (there || !createTable) return;
    try {
      await session.query(signal, table.create);
    } catch (error) {
      if (!isThereByNow(error)) throw error;
    }
  }

  /** Does something with a session, and lets go of it when that fails for a reason that is not in the events. */
  async #attempt<Result>(
    session: PostgresSession | undefined,
    inserting: boolean,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const failure = error instanceof RetryLater ? error : failureOf(error, inserting);
      if (!(failure instanceof BatchRefused)) this.#letGo(session);
      throw failure;
    }
  }

  #letGo(session: PostgresSession | undefined): void {
    session?.cut();
    this.#session = undefined;
  }
}
