import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { EventLog, InvalidEventError, MemoryHandler, SchemaError } from "@daybook/eventlog";
import { Dice } from "../../packages/eventlog/test/writer/dice.js";
import { EventMaker } from "../../packages/eventlog/test/writer/generated-events.js";
import {
  namePattern,
  plan,
  type Plan,
  schemaOf,
} from "../../packages/eventlog/test/writer/generated-schemas.js";
import { asIntended, isSetApart } from "./event-differences.js";
import { askJupyterEvents, type Fate, type Question } from "./support/jupyter-events.js";

const seed = Number(process.env.DAYBOOK_SEED ?? 5);
const schemaCount = Number(process.env.DAYBOOK_SCHEMAS ?? 150);
const eventsEach = 40;
const id = "http://example.org/generated";

interface Case extends Question {
  readonly plan: Plan;
}

/** Schemas without categories, and events of each: some that fit, some that do not; as JSON, which both sides read. */
function cases(): Case[] {
  return fc
    .sample(fc.tuple(plan, fc.integer()), { numRuns: schemaCount, seed })
    .map(([generated, eventSeed]) => {
      const plain = { ...generated, newDialect: false, categorized: false, version: "1" };
      const dice = new Dice(eventSeed);
      const maker = new EventMaker(plain, dice);
      const events = Array.from({ length: eventsEach }, () => spoilt(maker.fitting(), dice));
      const question = { schema: { ...schemaOf(plain), $id: id }, events };
      return { ...JSON.parse(JSON.stringify(question)), plan: plain };
    });
}

function declares({ members, pattern }: Plan, name: string): boolean {
  return Object.hasOwn(members, name) || (pattern !== undefined && new RegExp(namePattern, "u").test(name));
}

const wrongValues = [null, true, 0, 1.5, "", "text", [], [1], {}, { a: 1 }];

/** Most events stay as they are; of the others one part is lost, or something else. */
function spoilt(event: Record<string, unknown>, dice: Dice): object {
  const names = Object.keys(event);
  if (names.length === 0 || dice.chance(50)) return event;
  const name = dice.pick(names);
  if (dice.chance(30)) delete event[name];
  else event[name] = dice.pick(wrongValues);
  return event;
}

function fatesOf({ schema, events }: Question): Fate[] | undefined {
  const memory = new MemoryHandler();
  const log = new EventLog({ handlers: [memory], allowedSchemas: [id] });
  try {
    log.registerSchema(schema);
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
  return events.map((event) => {
    try {
      const { __timestamp__, __schema__, __schema_version__, __metadata_version__, ...recorded } =
        log.recordEvent(id, "1", event) ?? {};
      return { recorded: JSON.parse(JSON.stringify(recorded)) };
    } catch (error) {
      if (error instanceof InvalidEventError) return { invalid: error.name };
      throw error;
    }
  });
}

test("jupyter_events takes the same events, and records the same properties of them", async () => {
  const asked = cases();
  const answers = await askJupyterEvents(
    inject("python"),
    asked.map(({ schema, events }) => ({ schema, events })),
  );
  const counts = { recorded: 0, invalid: 0, unregistered: 0 };
  for (const [index, question] of asked.entries()) {
    const theirs = answers[index]!;
    if (isSetApart(question.schema, theirs.error)) continue;
    const ours = fatesOf(question);
    if (ours === undefined || theirs.error !== undefined) {
      const where = `${theirs.error}, ${JSON.stringify(question.schema)}`;
      expect(ours === undefined, where).toBe(theirs.error !== undefined);
      counts.unregistered++;
      continue;
    }
    for (const [number, event] of question.events.entries()) {
      const where = () => `event ${JSON.stringify(event)} of ${JSON.stringify(question.schema)}`;
      const [own, their] = [ours[number]!, theirs.answers[number]!];
      if (own.recorded === undefined || their.recorded === undefined) {
        if (own.recorded !== their.recorded) throw new Error(`${JSON.stringify({ own, their })}: ${where()}`);
        counts.invalid++;
        continue;
      }
      const expected = asIntended(their.recorded, (name) => declares(question.plan, name));
      expect(own.recorded, where()).toEqual(expected);
      counts.recorded++;
    }
  }
  if (process.env.DAYBOOK_SEED !== undefined) console.log(counts);
  expect(counts.recorded).toBeGreaterThan(schemaCount * 10);
  expect(counts.invalid).toBeGreaterThan(schemaCount * 5);
}, 300_000);
