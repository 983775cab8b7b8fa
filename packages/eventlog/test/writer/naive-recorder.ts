import type { ValidateFunction } from "ajv";
import { type EventViolation, InvalidEventError } from "../../src/errors.js";
import { plainAjv } from "../support/plain-ajv.js";
import { define, isObject, type Json, jsonOf, members } from "./naive-json.js";

/**
 * Recording an event as the specification says it, step by step, as slow and as obvious as can be. It shares nothing
 * with the library but the class of its errors, so that a mistake in one is not a mistake in both.
 */
export class NaiveRecorder {
  readonly #document: Schema;
  readonly #policy: NaivePolicy;
  readonly #validate: ValidateFunction;
  /** What says something of the event itself. */
  readonly #root: Schema[];
  readonly #usesCategories: boolean;
  /** The names that the schema declares anywhere. */
  readonly #names: string[];

  constructor(document: object, policy: NaivePolicy) {
    this.#document = document as Schema;
    this.#policy = policy;
    const dialect = String(this.#document.$schema ?? "").includes("2020-12") ? "2020-12" : "draft-07";
    this.#validate = plainAjv[dialect].compile(document);
    this.#root = sameValue([this.#document], this.#document);
    const parts = subschemas(this.#document);
    this.#names = parts.flatMap(({ properties }) => Object.keys(mapOf(properties)));
    this.#usesCategories = parts.some((schema) => categoriesOf(schema).length > 0);
  }

  record(event: unknown, timestamp: string): NaiveRecord {
    const { $id, version } = this.#document;
    const fail = (path: string, keyword: string, message: string): never => {
      throw new InvalidEventError(`event of ${$id} version ${version}`, [{ path, keyword, message }]);
    };

    // 1. What JSON makes of the event.
    const data = jsonOf(event, (keyword, message) => fail("", keyword, message));
    if (!isObject(data)) return fail("", "type", "must be object");

    // 2. Is it valid?
    const capsule = {
      __timestamp__: timestamp,
      __schema__: $id,
      __schema_version__: version,
      __metadata_version__: 1,
    };
    for (const name of [...Object.keys(capsule), "__id__", "__sequence__"]) {
      if (Object.hasOwn(data, name))
        fail(`/${name}`, "reserved", "is written by the log itself; leave it out");
    }
    if (!this.#validate(data))
      throw new InvalidEventError(`event of ${$id} version ${version}`, this.#violationsIn(data));

    // 3. What policy does not admit becomes null.
    const withheld: unknown[] = [];
    const properties: Json = {};
    for (const name of Object.keys(data)) define(properties, name, this.#kept(name, data[name], withheld));

    // 4. The capsule, then the event's own properties, in one line.
    const recorded: Json = {};
    for (const part of [capsule, properties]) {
      for (const name of Object.keys(part)) define(recorded, name, (part as Json)[name]);
    }
    const line = `{${[...members(capsule), ...members(properties)].join(",")}}`;
    return { line, recorded, withheld };
  }

  /** What is recorded of a top-level property. */
  #kept(name: string, value: unknown, withheld: unknown[]): unknown {
    const place = memberPlace(this.#root, name, this.#document);
    const declared = this.#root.some(
      (schema) =>
        Object.hasOwn(mapOf(schema.properties), name) ||
        Object.keys(mapOf(schema.patternProperties)).some((pattern) => new RegExp(pattern, "u").test(name)),
    );
    if (declared && !this.#usesCategories) return value;
    if (declared && this.#policy.allowedProperties.includes(name)) return value;
    if (declared && this.#allows(place)) return this.#redacted(value, place, withheld);
    withheld.push(value);
    return null;
  }

  /** A value that is kept, without the parts of it that are not. */
  #redacted(value: unknown, place: Schema[], withheld: unknown[]): unknown {
    const part = (member: unknown, memberPlace: Schema[]): unknown => {
      if (this.#allows(memberPlace)) return this.#redacted(member, memberPlace, withheld);
      withheld.push(member);
      return null;
    };
    if (Array.isArray(value)) {
      return value.map((item, index) => part(item, itemPlace(place, index, this.#document)));
    }
    if (!isObject(value)) return value;
    const kept: Json = {};
    for (const name of Object.keys(value)) {
      define(kept, name, part(value[name], memberPlace(place, name, this.#document)));
    }
    return kept;
  }

  #allows(place: Schema[]): boolean {
    const allowed = ["unrestricted", "category.jupyter.org/unrestricted", ...this.#policy.allowedCategories];
    return place.flatMap(categoriesOf).every((category) => allowed.includes(category));
  }

  /** The first twenty, without a word of the sender's: keys that the schema does not name are shown as stars. */
  #violationsIn(data: Json): EventViolation[] {
    return (this.#validate.errors ?? []).slice(0, 20).map(({ instancePath, keyword, message }) => {
      let path = "";
      let value: unknown = data;
      for (const step of instancePath.split("/").slice(1)) {
        const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
        path += Array.isArray(value) || this.#names.includes(name) ? `/${step}` : "/*";
        value = (value as Json)[name];
      }
      return { path, keyword, message: message ?? "" };
    });
  }
}

export interface NaivePolicy {
  readonly allowedCategories: readonly string[];
  readonly allowedProperties: readonly string[];
}

export interface NaiveRecord {
  readonly line: string;
  readonly recorded: Json;
  /** What was replaced by null. */
  readonly withheld: readonly unknown[];
}

type Schema = Readonly<Record<string, unknown>>;

function mapOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function categoriesOf({ category, categories }: Schema): string[] {
  return [...(category === undefined ? [] : [category]), ...listOf(categories)] as string[];
}

/** All schemas that say something of the value that these do. */
function sameValue(schemas: Schema[], document: Schema): Schema[] {
  const found: Schema[] = [];
  const add = (schema: unknown): void => {
    if (!isObject(schema) || found.includes(schema)) return;
    found.push(schema);
    if (typeof schema.$ref === "string") add(refer(schema.$ref, document));
    for (const part of [schema.if, schema.then, schema.else, schema.not]) add(part);
    for (const parts of [schema.allOf, schema.anyOf, schema.oneOf]) listOf(parts).forEach(add);
    for (const parts of [schema.dependentSchemas, schema.dependencies])
      Object.values(mapOf(parts)).forEach(add);
  };
  schemas.forEach(add);
  return found;
}

function memberPlace(place: Schema[], name: string, document: Schema): Schema[] {
  const found: unknown[] = [];
  for (const { properties, patternProperties, additionalProperties, unevaluatedProperties } of place) {
    const own = Object.hasOwn(mapOf(properties), name) ? [mapOf(properties)[name]] : [];
    const matching = Object.entries(mapOf(patternProperties))
      .filter(([pattern]) => new RegExp(pattern, "u").test(name))
      .map(([, schema]) => schema);
    const named = [...own, ...matching];
    found.push(...(named.length > 0 ? named : [additionalProperties]), unevaluatedProperties);
  }
  return sameValue(found.filter(isObject), document);
}

function itemPlace(place: Schema[], index: number, document: Schema): Schema[] {
  const found: unknown[] = [];
  for (const { prefixItems, items, additionalItems, contains, unevaluatedItems } of place) {
    const tuple = listOf(prefixItems ?? items);
    if (index < tuple.length) found.push(tuple[index]);
    else found.push(Array.isArray(items) ? additionalItems : items);
    found.push(contains, unevaluatedItems);
  }
  return sameValue(found.filter(isObject), document);
}

/** Local references only: `#`, or a pointer. */
function refer(reference: string, document: Schema): unknown {
  let place: unknown = document;
  for (const step of reference.split("/").slice(1)) {
    place = (place as Json)[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return place;
}

/** The schema with all that stand in it. */
function subschemas(schema: unknown): Schema[] {
  if (!isObject(schema)) return [];
  const { if: condition, then: consequence, else: alternative } = schema;
  const parts = [
    ...[condition, consequence, alternative, schema.not, schema.contains, schema.propertyNames],
    ...[
      schema.additionalProperties,
      schema.additionalItems,
      schema.unevaluatedProperties,
      schema.unevaluatedItems,
    ],
    ...[schema.items, schema.prefixItems, schema.allOf, schema.anyOf, schema.oneOf].flat(),
    ...[schema.properties, schema.patternProperties, schema.dependentSchemas, schema.dependencies]
      .concat([schema.$defs, schema.definitions])
      .flatMap((map) => Object.values(mapOf(map))),
  ];
  return [schema, ...parts.flatMap(subschemas)];
}
