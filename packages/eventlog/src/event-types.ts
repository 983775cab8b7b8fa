/**
 * The types of events, for `recordEvent` to check. It is empty here: what `daybook schemas types` writes adds to it, as
 * `daybook` does for the schemas that come with it. A key is an id and a version, written as one text, so that versions
 * `1` and `"1"` are one.
 *
 * @example
 * declare module "daybook" {
 *   interface EventTypes {
 *     "example.org/door version 1": { action: "open" | "close"; by?: string };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: others add to it
export interface EventTypes {}

/** Any text; an editor suggests the ids that have types. */
export type SchemaId = TypedSchema | (string & {});

/** The versions of a schema that have types, as number and as text; any version where none has. */
export type VersionOf<Schema extends string> = [ListedVersion<Schema>] extends [never]
  ? number | string
  : ListedVersion<Schema> | NumberIn<ListedVersion<Schema>>;

/** The type of an event of one version of a schema; any object where it is not known. */
export type EventOf<
  Schema extends string,
  Version extends number | string,
> = `${Schema} version ${Version}` extends keyof EventTypes
  ? EventTypes[`${Schema} version ${Version}`]
  : object;

/** An id that is known only when the program runs may be any of them: `string` asks for nothing. */
type ListedVersion<Schema extends string> = string extends Schema
  ? never
  : keyof EventTypes extends infer Key
    ? Key extends `${Schema} version ${infer Version}`
      ? Version
      : never
    : never;

type TypedSchema = keyof EventTypes extends infer Key
  ? Key extends `${infer Schema} version ${string}`
    ? Schema
    : never
  : never;

/** Only a number that is written as text is written: that of `"2.0"` is another version, `2`. */
type NumberIn<Text extends string> = Text extends `${infer Value extends number}`
  ? number extends Value
    ? never
    : Value
  : never;
