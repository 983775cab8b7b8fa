import { BatchRefused, RetryLater } from "@daybook/eventlog";

/** What an error of the database tells beside its message; the message itself may quote an event. */
interface DatabaseError extends Error {
  /** SQLSTATE: five characters, of which the first two are the class. */
  readonly code: string;
  readonly severity: string;
  readonly constraint?: string;
}

/**
 * Words for the operator, by SQLSTATE or its class. All of these are tried again: nothing is lost because of a missing
 * grant. See https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const words: Readonly<Record<string, string>> = {
  "08": "the connection broke",
  "08P01": "the server does not understand the client; behind PgBouncer, let it ignore statement_timeout",
  "25006": "the server takes no writes, as a standby does; name the primary",
  "28": "the server refuses the user; look into its pg_hba.conf",
  "28P01": "the server refuses the user or the password",
  "3D000": "there is no such database; create it",
  "3F000": "there is no such schema in the database; create it",
  "40": "the transaction was undone because of others",
  "42501":
    "the user lacks a right; grant INSERT and SELECT on the table, or CREATE on its schema if there is none",
  "42703": "the table lacks a column; compare it with docs/handlers/postgres.md",
  "42804": "a column of the table is of another type; compare it with docs/handlers/postgres.md",
  "42809": "what has the name of the table is no table; name another",
  "42P01": "there is no such table; create it, or set createTable",
  "42P10": "the table has no unique index on id alone; create one",
  "23502": "a column of the table asks for what no event has; give it a default",
  "23514": "the table has no place for the events; add a partition",
  "53": "the server lacks resources",
  "53100": "the disk of the server is full; make room there",
  "53300": "the server has too many connections",
  "55": "the table is locked or in use",
  "57": "the server ends connections or statements",
  "57014": "the statement took too long; raise timeout, or send smaller batches",
  "57P01": "the server stops or restarts",
  "57P02": "the server crashed, and restarts",
  "57P03": "the server starts or stops",
  "58": "the system of the server reports an error",
};

/** What the client itself finds wrong; it has no codes for it. */
const clientWords: readonly (readonly [RegExp, string])[] = [
  [/^SASL/, "the password is missing; set PGPASSWORD, the option password, or a line in .pgpass"],
  [/SSL connections/, "the server offers no TLS; turn it on there, or leave out tls"],
  [/terminated|not queryable|closed the connection/, "the connection was cut"],
];

/**
 * What follows from an error on the way to the database, for whoever delivers. Nothing of the error itself is kept where
 * it could be shown: its message and its detail quote events.
 *
 * @param inserting false where no event was under way yet, so that none can be to blame
 */
export function failureOf(error: unknown, inserting: boolean): unknown {
  if (!isDatabaseError(error)) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known = clientWords.find(([pattern]) => code === undefined && pattern.test(message));
    return known === undefined ? error : new RetryLater(known[1]);
  }
  const { code, message } = error;
  if (inserting && blamesAnEvent(error)) return new BatchRefused(`${code}: ${message}`);
  const why = words[code] ?? words[code.slice(0, 2)] ?? "the server reports an error";
  return new RetryLater(`${why} (SQLSTATE ${code})`);
}

/** True for what no second attempt and no operator can change, but leaving out the event. */
function blamesAnEvent({ code, constraint }: DatabaseError): boolean {
  // A value that the types do not take, one over a limit, one that a trigger of the operator's refuses.
  if (/^22|^54|^P0001$/.test(code)) return true;
  // A constraint that the operator added; without a name it is a missing default or partition, which can be mended.
  return /^23/.test(code) && constraint !== undefined;
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && "severity" in error && "code" in error && typeof error.code === "string";
}

/** True where the error says that somebody else made the table just now. */
export function isThereByNow(error: unknown): boolean {
  return isDatabaseError(error) && error.code === "42P07";
}
