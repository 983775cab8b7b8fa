import fc from "fast-check";
import { expect, test } from "vitest";
import { EventLog } from "@daybook/eventlog";
import { compareSchemas } from "../../src/compatibility/compare-schemas.js";
import { createValidator } from "../../../eventlog/src/schema/validator.js";
import { Dice } from "../../../eventlog/test/writer/dice.js";
import { EventMaker } from "../../../eventlog/test/writer/generated-events.js";
import { type Plan, plan, schemaOf } from "../../../eventlog/test/writer/generated-schemas.js";
import { alteredSchema, openedSchema } from "./altered-schema.js";

type Schema = Record<string, unknown>;

/** Events that fit a schema, and some that almost do; as they come back from JSON. */
function eventsOf(plan: Plan, dice: Dice): object[] {
  const maker = new EventMaker(plan, dice);
  const events: object[] = [];
  for (let count = 0; count < 12; count++) {
    const event = maker.fitting();
    events.push(event);
    try {
      events.push(JSON.parse(JSON.stringify(maker.spoil(structuredClone(event)))));
    } catch {
      // Not all that can be spoilt can be written.
    }
  }
  return events.filter((event) => typeof event === "object" && event !== null && !Array.isArray(event));
}

function isRegistrable(schema: Schema): boolean {
  try {
    new EventLog().registerSchema(schema);
    return true;
  } catch {
    return false;
  }
}

/** Whether events match, as a log has it. */
function verdicts(schema: Schema, events: readonly object[]): boolean[] {
  const { accepts } = createValidator(schema);
  return events.map((event) => {
    try {
      return accepts(event);
    } catch {
      return false;
    }
  });
}

const cases = fc.tuple(plan, fc.integer(), fc.boolean());

test("no event speaks against what is said to be compatible", { timeout: 120_000 }, () => {
  const counts = { compatible: 0, broken: 0 };
  fc.assert(
    fc.property(cases, ([plan, seed, swapped]) => {
      const dice = new Dice(seed);
      const original = schemaOf(plan);
      const altered = alteredSchema(original, dice);
      if (!isRegistrable(original) || !isRegistrable(altered)) return;
      const [old, young] = swapped ? [altered, original] : [original, altered];
      const events = eventsOf(plan, dice);
      const { writers, readers } = compareSchemas(old, young);
      const [underOld, underYoung] = [verdicts(old, events), verdicts(young, events)];
      const underOpened = verdicts(openedSchema(old) as Schema, events);
      const refused = events.filter((_, index) => underOld[index] && !underYoung[index]);
      const surprising = events.filter((_, index) => underYoung[index] && !underOpened[index]);
      for (const [breaks, against] of [
        [writers, refused],
        [readers, surprising],
      ] as const) {
        if (against.length > 0) counts.broken++;
        if (breaks.length > 0) continue;
        counts.compatible++;
        expect(against).toEqual([]);
      }
    }),
    { numRuns: 250, seed: 20261124 },
  );
  // So that the test does not go on about nothing.
  expect(counts.compatible).toBeGreaterThan(150);
  expect(counts.broken).toBeGreaterThan(8);
});
