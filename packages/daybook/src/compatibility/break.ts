/** Whom a new version of a schema is compared for: programs that record events, or those that read them. */
export type Audience = "writers" | "readers";

/** Why a new version of a schema is not compatible, or cannot be told to be. */
export interface Break {
  /** JSON Pointer into the document that asks for more: the new one for writers, the old one for readers. */
  readonly place: string;
  readonly message: string;
}

/** The same thing said to both: what writers may no longer do, and what readers now have to expect. */
export interface Finding {
  readonly writers: string;
  readonly readers: string;
}

/** Both are told the same where nobody can tell. */
export function undecided(what: string): Finding {
  const text = `cannot be told: ${what}`;
  return { writers: text, readers: text };
}
