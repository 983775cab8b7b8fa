/** JSON Schema of a handler's options, for handlers that add options to those of another. */
export interface OptionsSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}
