/** A JSON Schema; `expected` is what messages say a value must be. */
export interface OptionSchema {
  readonly expected: string;
  readonly [keyword: string]: unknown;
}

export function text(expected: string, pattern?: string): OptionSchema {
  return { type: "string", minLength: 1, ...(pattern === undefined ? {} : { pattern }), expected };
}

export function listOf(items: OptionSchema, expected: string): OptionSchema {
  return { type: "array", items, expected };
}

/** Where to listen. */
export const address = text('an address or host name (for all addresses "0.0.0.0")', "^[A-Za-z0-9.:_%-]+$");

export const port: OptionSchema = {
  type: "integer",
  minimum: 0,
  maximum: 65535,
  expected: "a whole number from 0 to 65535",
};
