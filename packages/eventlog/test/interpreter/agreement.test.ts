import fc from "fast-check";
import { expect, test } from "vitest";
import { SchemaError } from "../../src/errors.js";
import { copyJson } from "../../src/json-value.js";
import type { SchemaObject } from "../../src/schema/keywords.js";
import { createValidator, type Validator } from "../../src/schema/validator.js";
import { plainAjv } from "../support/plain-ajv.js";
import { randomSchema, value } from "./random-schemas.js";

/** Another one finds other cases: `DAYBOOK_SEED=5 npx vitest run packages/eventlog/test/interpreter`. */
const seed = Number(process.env.DAYBOOK_SEED ?? 11);
const schemaCount = Number(process.env.DAYBOOK_SCHEMAS ?? 1500);

interface Told {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string | undefined;
  readonly params: unknown;
}

const told = ({ instancePath, keyword, message, params }: Told) =>
  JSON.stringify({ instancePath, keyword, message, params });

test("the interpreter says of every value what Ajv says, in the same order", () => {
  const counts = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(
      randomSchema,
      fc.array(value, { minLength: 20, maxLength: 20 }),
      ({ dialect, document }, values) => {
        const schema = copyJson(document, "schema") as SchemaObject;
        let own: Validator;
        let compiled: Validator;
        try {
          own = createValidator(schema, false);
          compiled = createValidator(schema, true);
        } catch (error) {
          if (!(error instanceof SchemaError)) throw error;
          return fc.pre(false);
        }
        const rival = plainAjv[dialect].compile(schema);
        const contains = JSON.stringify(schema).includes('"contains"');
        for (const given of values) {
          // Ajv forgets now and then that an empty list contains nothing.
          if (contains && JSON.stringify(given).includes("[]")) continue;
          const value = copyJson(given, "value");
          let expected: boolean;
          try {
            expected = rival(value);
          } catch (error) {
            // A mistake of Ajv's own, where it keeps what was evaluated.
            expect(error).toBeInstanceOf(TypeError);
            continue;
          }
          counts[expected ? "valid" : "invalid"]++;
          const where = () => `${JSON.stringify(schema)} on ${JSON.stringify(value)}`;
          if (own.accepts(value) !== expected)
            throw new Error(`${expected} expected: ${where()} ${rival.errors?.map(told)}`);
          if (own.accepts(value) !== compiled.accepts(value))
            throw new Error(`compiled otherwise: ${where()}`);
          const faults = own.explain(value, Number.POSITIVE_INFINITY).map(told);
          const errors = expected ? [] : (rival.errors ?? []).map(told);
          if (faults.join() !== errors.join()) {
            expect(faults, where()).toEqual(errors);
          }
        }
      },
    ),
    { seed, numRuns: schemaCount },
  );
  expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(schemaCount * 2);
}, 300_000);
