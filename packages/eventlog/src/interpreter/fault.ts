/** One way in which a value does not match a schema, as Ajv tells of it. */
export interface Fault {
  /** JSON Pointer to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** In words, and without anything of the value. */
  readonly message: string;
  /** The name that is wrong, where a schema for names found the fault. */
  readonly propertyName?: string;
  /** The value itself; it goes into no message. */
  readonly data: unknown;
  /** The schema that the keyword stands in. */
  readonly parentSchema: object;
}
