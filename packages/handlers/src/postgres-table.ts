import { EventLogError } from "@daybook/eventlog";

/** A name, or two with a dot between: what needs no quotes in SQL, but for upper case. For `optionsSchema`, too. */
export const tableNamePattern = "^[\\p{L}_][\\p{L}\\p{N}_$]*(\\.[\\p{L}_][\\p{L}\\p{N}_$]*)?$";

/** PostgreSQL cuts off what is longer, without an error, and then two names may mean one table. */
const longestName = 63;

/** Whoever makes a table of ours waits for others who do; any number does, as long as all take the same. */
const lock = 0x646179626f;

/** The table that events go to, and the SQL for it. */
export class PostgresTable {
  /** As it stands in SQL. */
  readonly quoted: string;

  /**
   * @param name `events` or `audit.events`; upper and lower case are told apart
   * @throws {EventLogError} code `invalid-option`
   */
  constructor(name: string) {
    const parts = String(name).split(".");
    const tooLong = parts.some((part) => Buffer.byteLength(part) > longestName);
    if (!new RegExp(tableNamePattern, "u").test(name) || tooLong) {
      throw new EventLogError(
        "invalid-option",
        `the table of a PostgresHandler is a name such as events or audit.events: letters, digits and _, at most ${longestName} bytes each`,
      );
    }
    this.quoted = parts.map((part) => `"${part}"`).join(".");
  }

  /** Tells whether the table is there, and in which encoding the database keeps texts. */
  get look(): string {
    return "SELECT to_regclass($1) IS NOT NULL AS there, current_setting('server_encoding') AS encoding";
  }

  /**
   * Makes the table with its indexes; all of it or nothing, as the statements are sent together. It is an error (42P07)
   * where it is there by now.
   */
  get create(): string {
    return `
      SELECT pg_advisory_xact_lock(${lock});
      CREATE TABLE ${this.quoted} (
        id uuid PRIMARY KEY,
        time timestamptz NOT NULL,
        schema text NOT NULL,
        version text NOT NULL,
        process text NOT NULL,
        sequence bigint NOT NULL,
        event jsonb NOT NULL
      );
      CREATE INDEX ON ${this.quoted} (schema, time);
      CREATE INDEX ON ${this.quoted} USING brin (time);
      COMMENT ON TABLE ${this.quoted} IS 'Events recorded by Daybook, one a row';
      COMMENT ON COLUMN ${this.quoted}.id IS 'UUID of version 7: begins with the time of recording';
      COMMENT ON COLUMN ${this.quoted}.time IS 'When it happened';
      COMMENT ON COLUMN ${this.quoted}.schema IS 'The id of the schema, which says what the event means';
      COMMENT ON COLUMN ${this.quoted}.version IS 'The version of the schema';
      COMMENT ON COLUMN ${this.quoted}.process IS 'Which process recorded it: the end of its id';
      COMMENT ON COLUMN ${this.quoted}.sequence IS 'Its number in that process, from 1 on';
      COMMENT ON COLUMN ${this.quoted}.event IS 'The event as it stands in a log file'`;
  }

  /**
   * Adds a batch: `$1` the ids, `$2` the sequences, `$3` the lines. One statement is one transaction. Each line is a
   * value of its own, so that none can end another, and is read by the database alone: it is parsed once.
   */
  get insert(): string {
    return `
      INSERT INTO ${this.quoted} (id, time, schema, version, process, sequence, event)
      SELECT id, (event->>'__timestamp__')::timestamptz, event->>'__schema__', event->>'__schema_version__',
        right(id::text, 10), sequence, event
      FROM unnest($1::uuid[], $2::bigint[], $3::jsonb[]) AS batch(id, sequence, event)
      ON CONFLICT (id) DO NOTHING`;
  }
}
