import {
  EventLogError,
  type Secret,
  secretSchema,
  SpooledHandler,
  type SpoolOptions,
  spoolOptionsSchema,
} from "@daybook/eventlog";
import { PostgresAddress } from "./postgres-address.js";
import { PostgresDestination, type PostgresTls } from "./postgres-destination.js";
import { PostgresTable, tableNamePattern } from "./postgres-table.js";

export type { PostgresTls } from "./postgres-destination.js";

/** Where the database is, and what goes there. What is left out is taken from PGHOST, PGUSER and so on. */
export interface PostgresHandlerOptions extends SpoolOptions {
  /** `postgres://user@host:5432/database`, in place of the next four. A password in it is never shown. */
  readonly connectionString?: string;
  /** A name, an address, or the folder of a Unix socket. Default: PGHOST, else `localhost`. */
  readonly host?: string;
  /** Default: PGPORT, else 5432. */
  readonly port?: number;
  /** Default: PGUSER, else the name of the account that the server runs as. */
  readonly user?: string;
  /** Default: PGDATABASE, else the name of the user. */
  readonly database?: string;
  /** Where the password is. Default: PGPASSWORD, else the line for the server in `.pgpass`. */
  readonly password?: Secret;
  /**
   * Speaks TLS and checks the server's certificate; `{}` trusts whom Node.js trusts. Default: PGSSLMODE, or the `sslmode` of
   * the connection string; without either there is no TLS, and the network can read events.
   */
  readonly tls?: PostgresTls;
  /** The table, `schema.table` where it is in a schema of its own. Upper and lower case are told apart. Default: `events`. */
  readonly table?: string;
  /** Whether the table is made where there is none. With `false` its owner makes it, and the handler needs fewer rights. Default: `true`. */
  readonly createTable?: boolean;
}

const text = { type: "string", minLength: 1 } as const;

/**
 * Adds each event as a row to a table of PostgreSQL. Events wait in a spool until the database has committed them; none is
 * there twice, whatever is sent again. See `docs/handlers/postgres.md`.
 *
 * @example
 * const log = new EventLog({
 *   handlers: [new PostgresHandler({ connectionString: "postgres://daybook@db.example.org/hub", tls: {} })],
 *   allowedSchemas: ["hub.jupyter.org/server-action"],
 * });
 */
export class PostgresHandler extends SpooledHandler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      connectionString: { ...text, pattern: "^postgres(ql)?://" },
      host: text,
      port: { type: "integer", minimum: 1, maximum: 65_535 },
      user: text,
      database: text,
      password: secretSchema,
      tls: { type: "object", properties: { ca: text, cert: text, key: text }, additionalProperties: false },
      table: { ...text, pattern: tableNamePattern },
      createTable: { type: "boolean" },
      ...spoolOptionsSchema,
    },
    additionalProperties: false,
  };

  /** @throws {EventLogError} code `invalid-option` */
  constructor(options: PostgresHandlerOptions = {}) {
    const { connectionString, host, port, user, database, password, tls, ...others } = options;
    const { table = "events", createTable = true, ...spool } = others;
    const address = new PostgresAddress({ connectionString, host, port, user, database });
    if (tls !== undefined && address.settlesTls) {
      throw new EventLogError(
        "invalid-option",
        "a PostgresHandler takes tls or sslmode; leave out one of both",
      );
    }
    const destination = new PostgresDestination({
      address,
      password,
      tls,
      table: new PostgresTable(table),
      createTable,
      // The server gives up a statement when nobody waits for it any more.
      timeout: spool.timeout ?? 30_000,
    });
    super(destination, { name: `PostgresHandler ${address.shown}`.trimEnd(), ...spool });
  }
}
