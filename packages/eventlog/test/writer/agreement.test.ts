import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InvalidEventError, SchemaError } from "../../src/errors.js";
import { Redaction } from "../../src/policy/redaction.js";
import { currentMoment } from "../../src/timestamp.js";
import { RegisteredSchema } from "../../src/schema/registered-schema.js";
import { SchemaRecorder } from "../../src/schema-recorder.js";
import { EventWriter } from "../../src/writer/event-writer.js";
import { Dice } from "./dice.js";
import { EventMaker, marker } from "./generated-events.js";
import { plan, schemaOf } from "./generated-schemas.js";
import { NaiveRecorder } from "./naive-recorder.js";
import { sameData, snapshot } from "./snapshot.js";

const timestamp = "2026-11-23T06:39:42.447Z";
/** Another one finds other cases: `DAYBOOK_SEED=5 npx vitest run agreement`. */
// `DAYBOOK_SHRINK=1` looks for a smaller schema with the same failure.
const seed = Number(process.env.DAYBOOK_SEED ?? 3);
const schemaCount = Number(process.env.DAYBOOK_SCHEMAS ?? 202);
const eventsEach = 500;
/** All that any reader takes for the end of a line; Python's `splitlines` knows the most. */
const lineEnds = new RegExp(`[${"\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029"}]`);

/** Names that the quick path leaves to the plain one, wherever they are. */
const setAside = /"(toJSON|__proto__)":/;

interface Outcome {
  readonly line?: string;
  readonly recorded?: unknown;
  readonly error?: object;
}

function outcomeOf(record: () => { line: string; recorded: unknown }): Outcome {
  try {
    return record();
  } catch (error) {
    const { name, message, code, errors } = error as InvalidEventError;
    return { error: { name, message, code, errors, typed: error instanceof InvalidEventError } };
  }
}

describe("the quick, the plain, the fallback and the naive recorder", () => {
  const counts = { ruled: 0, schemas: 0, cases: 0, recorded: 0, refused: 0, ordinary: 0, quick: 0 };

  // Most of the time would go into stacks of errors that are expected.
  const { stackTraceLimit } = Error;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
    if (process.env.DAYBOOK_SEED !== undefined) console.log(counts);
  });

  test("agree on every generated case", () => {
    fc.assert(
      fc.property(plan, fc.integer(), (plan, eventSeed) => {
        const document = schemaOf(plan);
        let schema: RegisteredSchema;
        let interpreted: RegisteredSchema;
        try {
          schema = new RegisteredSchema(document);
          interpreted = new RegisteredSchema(document, false);
        } catch (error) {
          if (!(error instanceof SchemaError)) throw error;
          return fc.pre(false);
        }
        counts.schemas++;
        if (new Redaction(schema, plan.policy).root.isPlain) counts.ruled++;
        const redaction = () => new Redaction(schema, plan.policy);
        const quick = new SchemaRecorder(schema, redaction(), { quick: true });
        const plain = new SchemaRecorder(schema, redaction(), { quick: false });
        // As in a process that may not generate code.
        const fallback = new SchemaRecorder(interpreted, new Redaction(interpreted, plan.policy), {
          quick: false,
        });
        const recorders = { quick, plain, fallback };
        const naive = new NaiveRecorder(document, plan.policy);
        const writer = new EventWriter(schema, redaction());
        const dice = new Dice(eventSeed);
        const maker = new EventMaker(plan, dice);
        for (let number = 0; number < eventsEach; number++) {
          const ordinary = dice.chance(55);
          const fitting = maker.fitting();
          const event = ordinary ? fitting : (maker.spoil(fitting) as object);
          // Half of them are enough to notice.
          const before = number % 2 === 0 ? snapshot(event) : undefined;
          let withheld: readonly unknown[] = [];
          const expected = outcomeOf(() => {
            const record = naive.record(event, timestamp);
            withheld = record.withheld;
            return { line: record.line, recorded: record.recorded };
          });
          for (const [name, recorder] of Object.entries(recorders)) {
            const outcome = outcomeOf(() => {
              const { line, recorded } = recorder.record(event, timestamp);
              return { line, recorded };
            });
            const where = () =>
              `${name}, schema ${JSON.stringify(document)}, policy ` +
              `${JSON.stringify(plan.policy)}, event ${number}: ${inspect(event, { depth: 8, showProxy: true })}`;
            if (
              outcome.line !== expected.line ||
              !sameData(outcome.recorded, expected.recorded) ||
              JSON.stringify(outcome.error) !== JSON.stringify(expected.error)
            ) {
              expect(outcome, where()).toEqual(expected);
              throw new Error(`another order of keys, ${where()}`);
            }
          }
          if (before !== undefined && snapshot(event) !== before)
            throw new Error(`event ${number} was changed: ${before}`);
          checkOutcome(event, expected, withheld);
          counts.cases++;
          counts[expected.error === undefined ? "recorded" : "refused"]++;
          if (
            number % 8 === 0 &&
            ordinary &&
            !setAside.test(JSON.stringify(event)) &&
            expected.error === undefined
          ) {
            counts.ordinary++;
            if (writer.write(event, timestamp, currentMoment())) counts.quick++;
          }
        }
      }),
      { seed, numRuns: schemaCount, endOnFailure: process.env.DAYBOOK_SHRINK === undefined },
    );
    expect(counts.cases).toBeGreaterThanOrEqual(schemaCount * eventsEach);
  }, 300_000);

  test("are compared over events of every fate", () => {
    expect(counts.recorded / counts.cases).toBeGreaterThan(0.3);
    expect(counts.refused / counts.cases).toBeGreaterThan(0.2);
  });

  test("are compared with rules in place of the validator, and with the validator", () => {
    expect(counts.ruled / counts.schemas).toBeGreaterThan(0.1);
    expect(counts.ruled / counts.schemas).toBeLessThan(0.7);
  });

  test("are not the same one: ordinary events go the quick way", () => {
    expect(counts.quick / counts.ordinary).toBeGreaterThan(0.9);
  });
});

/** What holds for whatever is recorded or refused, whoever does it. */
function checkOutcome(
  event: unknown,
  { line, recorded, error }: Outcome,
  withheld: readonly unknown[],
): void {
  if (line === undefined) {
    // As `expect` would have it, but a hundred times quicker.
    const text = JSON.stringify(error);
    if (!text.includes('"typed":true')) throw new Error(`an error of no type: ${text}`);
    if (text.search(marker) >= 0) throw new Error(`an error that tells: ${text}`);
    return;
  }
  if (lineEnds.test(line)) throw new Error(`more than one line: ${line}`);
  if (!sameData(JSON.parse(line), recorded))
    throw new Error(`the line says something else: ${line}\nthan ${inspect(recorded, { depth: 8 })}`);
  const secret = JSON.stringify(withheld);
  for (const [text] of secret.matchAll(marker)) {
    // What an event holds twice may be withheld in one place and kept in the other.
    const twice = timesIn(JSON.stringify(event), text) >= timesIn(secret, text) + timesIn(line, text);
    if (line.includes(text) && !twice) throw new Error(`withheld, and yet there: ${text} in ${line}`);
  }
}

function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}
